/** Keys and signs that give form while one types; Mod is Ctrl, or Cmd on a Mac. */
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { MarkType, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, Plugin } from "prosemirror-state";
import { schema } from "./schema";

/** Escape leaves the text, as everywhere in the desk; whatever else wants it is asked before. */
const leave: Command = (_state, _dispatch, view) => {
  view?.dom.blur();
  return true;
};

const { nodes, marks } = schema;

/** The name of a form and how it is given, or taken again. */
export const COMMANDS = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  underline: toggleMark(marks.underline),
  strike: toggleMark(marks.strike),
  code: toggleMark(marks.code),
  bullet_list: toggleList(nodes.bullet_list),
  ordered_list: toggleList(nodes.ordered_list),
  blockquote: toggleQuote,
  code_block: toggleCodeBlock,
} satisfies Record<string, Command>;

export type Form = keyof typeof COMMANDS;

/** What the cursor stands in, so that buttons can show it. */
export function formsAt(state: Parameters<Command>[0]): Set<string> {
  const found = new Set<string>();
  const { $from, from, to, empty } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) found.add($from.node(depth).type.name);
  for (const [name, type] of Object.entries(schema.marks)) {
    const marked = empty
      ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
      : state.doc.rangeHasMark(from, to, type);
    if (marked) found.add(name);
  }
  return found;
}

function within(state: Parameters<Command>[0], type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
}

function toggleList(type: NodeType): Command {
  return (state, dispatch) =>
    within(state, type) ? liftListItem(nodes.list_item)(state, dispatch) : wrapInList(type)(state, dispatch);
}

function toggleQuote(...[state, dispatch]: Parameters<Command>): boolean {
  if (!within(state, nodes.blockquote)) return wrapIn(nodes.blockquote)(state, dispatch);
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => node.type === nodes.blockquote);
  if (!range) return false;
  dispatch?.(state.tr.lift(range, range.depth - 1).scrollIntoView());
  return true;
}

function toggleCodeBlock(...[state, dispatch]: Parameters<Command>): boolean {
  const type = within(state, nodes.code_block) ? nodes.paragraph : nodes.code_block;
  return setBlockType(type)(state, dispatch);
}

const breakLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

/** `**bold**` and its like become what they mean when the closing sign is typed. */
function markRule(sign: string, type: MarkType): InputRule {
  const one = sign.charAt(0) === "*" ? "\\*" : sign.charAt(0);
  const around = one.repeat(sign.length);
  const pattern = new RegExp(`(?:^|[\\s(])${around}([^\\s${one}](?:[^${one}]*[^\\s${one}])?)${around}$`);
  return new InputRule(pattern, (state, match, start, end) => {
    const words = match[1];
    if (!words || state.doc.rangeHasMark(start, end, marks.code)) return null;
    const from = start + match[0].indexOf(sign);
    const tr = state.tr.delete(from + sign.length + words.length, end).delete(from, from + sign.length);
    return tr.addMark(from, from + words.length, type.create()).removeStoredMark(type);
  });
}

const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
    wrappingInputRule(
      /^(\d{1,3})\.\s$/,
      nodes.ordered_list,
      (match) => ({ start: Number(match[1]) }),
      (match, before) => before.childCount + before.attrs.start === Number(match[1]),
    ),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    markRule("**", marks.strong),
    markRule("~~", marks.strike),
    markRule("`", marks.code),
  ],
});

export function keyPlugins(askForLink: () => void): Plugin[] {
  const own = keymap({
    "Mod-b": COMMANDS.strong,
    "Mod-i": COMMANDS.em,
    "Mod-u": COMMANDS.underline,
    "Mod-Shift-x": COMMANDS.strike,
    "Mod-e": COMMANDS.code,
    "Mod-Shift-7": COMMANDS.ordered_list,
    "Mod-Shift-8": COMMANDS.bullet_list,
    "Mod-Shift-9": COMMANDS.blockquote,
    "Mod-Shift-k": () => {
      askForLink();
      return true;
    },
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-]": sinkListItem(nodes.list_item),
    "Mod-[": liftListItem(nodes.list_item),
    Tab: sinkListItem(nodes.list_item),
    "Shift-Tab": liftListItem(nodes.list_item),
    Enter: splitListItem(nodes.list_item),
    "Shift-Enter": chainCommands(exitCode, breakLine),
  });
  return [rules, own, keymap({ ...baseKeymap, Escape: leave })];
}
