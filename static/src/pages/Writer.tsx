/** The composer's editor in a form of the settings. */
import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { code, current, fetchEditor, formed, forms, linkOpen } from "../desk/composer/editor/current";
import type * as Code from "../desk/composer/editor/editor";
import { LinkBar } from "../desk/composer/editor/LinkBar";
import { Toolbar } from "../desk/composer/editor/Toolbar";
import { isFormed } from "../desk/composer/form";
import { insertSprite } from "../shared/ui/Icon";

let box: HTMLElement | null = null;

/** Takes the place of a plain field, which goes on carrying the words to the server. */
export async function takeOver(area: HTMLTextAreaElement): Promise<void> {
  if (box) render(null, box);
  await fetchEditor();
  const editor = code.value;
  if (!editor || !area.isConnected || area.hidden) return;
  if (!document.getElementById("i-bold")) insertSprite();
  const html = document.createElement("input");
  Object.assign(html, { type: "hidden", name: "html", value: area.dataset.formed ?? "" });
  box = document.createElement("div");
  box.className = "writer";
  const focused = document.activeElement === area;
  area.after(html, box);
  area.hidden = true;
  formed.value = true;
  render(<Writer {...{ area, html, editor }} />, box);
  if (focused) current.peek()?.focus();
  offerWords(area.form);
}

interface Props {
  area: HTMLTextAreaElement;
  html: HTMLInputElement;
  editor: typeof Code;
}

function Writer({ area, html, editor }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return;
    const written = { text: area.value, html: html.value };
    const made = editor.mount(host.current, "text", written, wishesOf(area, html), [], null);
    current.value = made;
    return () => {
      made.destroy();
      current.value = null;
      linkOpen.value = false;
    };
  }, []);
  return (
    <>
      <div class="writing" ref={host} />
      <LinkBar />
      <div class="tools">
        <Toolbar />
      </div>
    </>
  );
}

function wishesOf(area: HTMLTextAreaElement, html: HTMLInputElement): Code.Wishes {
  return {
    label: area.labels?.[0]?.textContent ?? "",
    placeholder: "",
    changed(now) {
      area.value = now.text;
      html.value = isFormed(now.html) ? now.html : "";
    },
    moved: (now) => {
      forms.value = now;
    },
    askForLink: () => {
      linkOpen.value = true;
    },
    send: () => area.form?.requestSubmit(),
    // A macro has no files: pictures are put into the reply by hand.
    attach: () => undefined,
    picture: () => Promise.resolve(null),
    uploading: () => undefined,
  };
}

/** What can be filled in is put in by a click; without scripts it is only a list. */
function offerWords(form: HTMLFormElement | null): void {
  for (const name of form?.querySelectorAll<HTMLElement>("[data-put]") ?? []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small mono";
    const words = name.textContent ?? "";
    button.textContent = words;
    button.addEventListener("click", () => current.peek()?.write(words));
    name.replaceWith(button);
  }
}
