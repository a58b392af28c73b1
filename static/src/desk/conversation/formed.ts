/** Which HTML is drawn among our own elements: that of our editor. Everything else stays in its frame. */

const PLAIN = "p br strong b em i u s del code pre blockquote ul ol li a img span div".split(" ");
const TAG = /<\/?([a-z][a-z0-9]*)([^>]*)>/gi;

/** Whether HTML holds nothing but what the editor writes, so that it can be drawn without its styles. */
export function isSimple(html: string): boolean {
  for (const [, name = "", rest = ""] of html.matchAll(TAG)) {
    if (!PLAIN.includes(name.toLowerCase()) || /\s(?:style|data-remote-src)=/i.test(rest)) return false;
  }
  return true;
}

/** Where a picture of ours is loaded from: our own files, or an upload that is still to be sent. */
export function pictureSource(source: string): string | null {
  if (/^\/desk\/attachments\/\d+$/.test(source)) return source;
  const upload = /^cid:upload-(\d{1,15})@desk$/.exec(source)?.[1];
  return upload ? `/desk/attachments/${upload}` : null;
}
