/** `<iframe data-fits srcdoc>`: a mail in its frame is as tall as what it shows. */

function fit(frame: HTMLIFrameElement): void {
  const page = frame.contentDocument;
  if (page?.body && page.URL === "about:srcdoc") frame.height = String(page.body.scrollHeight + 20);
}

export function fitFrames(): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-fits]")) {
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
  }
  window.addEventListener("resize", () => {
    for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-fits]")) fit(frame);
  });
}
