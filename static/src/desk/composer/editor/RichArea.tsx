/** Holds the editor: the draft is the truth, whoever changes it; what is typed here goes into the draft at once. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { agents } from "../../store/state";
import { draftOf, edit } from "../drafts";
import { carry, putPicture } from "../uploads";
import { current, forms, linkOpen, uploading } from "./current";
import type * as Code from "./editor";
import type { AreaProps } from "./WritingArea";

type Wishes = Code.Wishes;

export function RichArea({ code, ...props }: AreaProps & { code: typeof Code }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Code.Editor | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { number, mode, label, placeholder, caret } = props;
  const draft = draftOf(number);
  const calls = mode === "note" ? agents.value.filter(({ id }) => draft.mentions.includes(id)) : [];
  const written = { text: draft[mode], html: draft[`${mode}_html`], calls };
  /** What the editor itself said last, so that its own echo changes nothing. */
  const said = useRef(written);
  const [wishes] = useState<Wishes>(() => wishesOf(latest, said));
  wishes.label = label;
  wishes.placeholder = placeholder;
  useLayoutEffect(() => {
    if (!host.current) return;
    const suggests = [code.suggestions(() => ({ number, mode: latest.current.mode, rich: true }))];
    const made = code.mount(host.current, mode, written, wishes, suggests, caret);
    editor.current = made;
    current.value = made;
    if (caret?.focused) made.focus();
    return () => {
      made.destroy();
      current.value = null;
      uploading.value = false;
      linkOpen.value = false;
    };
  }, []);
  useLayoutEffect(() => editor.current?.refresh(), [label, placeholder]);
  const mounted = useRef(false);
  useLayoutEffect(() => {
    const echo = written.text === said.current.text && written.html === said.current.html;
    if (mounted.current && !(echo && editor.current?.shows(mode))) {
      // Whoever put words into the draft without their form meant these words.
      const bare = written.html === said.current.html && written.text !== said.current.text;
      said.current = written;
      editor.current?.show(mode, bare ? { ...written, html: "" } : written);
    }
    mounted.current = true;
  }, [mode, written.text, written.html]);
  return <div ref={host} class="writing" />;
}

function wishesOf(latest: { current: AreaProps }, said: { current: Code.Written }): Wishes {
  return {
    label: "",
    placeholder: "",
    uploading(busy) {
      uploading.value = busy;
    },
    changed({ text, html, mentions }) {
      const { number, mode, typed } = latest.current;
      if (said.current.text === text && said.current.html === html) return;
      said.current = { text, html };
      edit(number, { [mode]: text, [`${mode}_html`]: html, ...(mode === "note" ? { mentions } : {}) });
      typed();
    },
    moved: (now) => {
      forms.value = now;
    },
    askForLink: () => {
      linkOpen.value = true;
    },
    send: () => latest.current.send(),
    attach: (files) => latest.current.attach(files),
    async picture(file) {
      const { number, mode } = latest.current;
      const upload = await putPicture(file);
      if (upload === null) return null;
      return { upload, aside: () => carry(number, mode, file, upload) };
    },
  };
}
