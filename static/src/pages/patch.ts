/** Makes one tree of elements like another and touches only what differs, so that the rest is neither redrawn nor read out. */

/** Whether two elements differ only in the elements inside them, not in words or attributes of their own. */
function alike(one: Element, other: Element): boolean {
  if (!one.cloneNode(false).isEqualNode(other.cloneNode(false))) return false;
  return one.childElementCount > 0 && other.childElementCount > 0 && !speaks(one) && !speaks(other);
}

function speaks(element: Element): boolean {
  return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
}

/** Brings `live` from what it showed `last` to `fresh`; scripts may have changed words in it meanwhile, never elements. */
export function patch(live: Element, last: Element, fresh: Element): void {
  const drawn = [...live.children];
  const before = [...last.children];
  const after = [...fresh.children];
  after.forEach((wanted, index) => {
    const old = before[index];
    const here = drawn[index];
    if (!old || !here) live.append(document.importNode(wanted, true));
    else if (old.isEqualNode(wanted)) return;
    else if (alike(old, wanted)) patch(here, old, wanted);
    else here.replaceWith(document.importNode(wanted, true));
  });
  for (const gone of drawn.slice(after.length)) gone.remove();
}
