/** Which picture is being looked at, and the pictures of the open conversation among which one pages. */
import { computed, signal } from "@preact/signals";
import { isSimple } from "../conversation/formed";
import * as state from "../store/state";
import type { Attachment, Message } from "../types";

/** The id of the picture that is looked at; null: none. */
export const shownPicture = signal<number | null>(null);

/** A picture and the message it came with. */
export interface Picture {
  file: Attachment;
  message: Message;
}

export const pictures = computed(() => picturesOf(state.openThread.value?.messages ?? []));

/** All pictures in the order in which they were sent. What a mail's own frame shows in place is not among them. */
export function picturesOf(messages: readonly Message[]): Picture[] {
  return messages
    .filter((message) => message.redacted_by === null)
    .flatMap((message) =>
      message.attachments
        .filter((file) => canBeLookedAt(file) && (!file.inline || drawnHere(message)))
        .map((file) => ({ file, message })),
    );
}

/** Pictures, and PDFs, whose pages the server draws as pictures. */
export function canBeLookedAt(file: Attachment): boolean {
  return file.preview || file.pages !== null;
}

function drawnHere(message: Message): boolean {
  return message.html === null || (message.kind !== "inbound" && isSimple(message.html));
}

/** Opens the picture where it is one of the conversation's; says whether it could. */
export function showPicture(id: number): boolean {
  const known = pictures.value.some(({ file }) => file.id === id);
  if (known) shownPicture.value = id;
  return known;
}
