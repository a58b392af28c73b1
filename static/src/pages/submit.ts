/** `data-submit-on-change`: a control of a filter form that sends its form when it changes. */

export function submitOnChange(): void {
  document.addEventListener("change", (event) => {
    const control = (event.target as Element).closest<HTMLInputElement | HTMLSelectElement>(
      "[data-submit-on-change]",
    );
    control?.form?.requestSubmit();
  });
}
