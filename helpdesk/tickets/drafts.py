"""Drafts: what an agent has begun to write. The server keeps it, so it survives a crash and follows to other devices.

At most one reply and one note is being written per ticket and agent. A reply with `release_at` is on its way and can
still be taken back (tickets/leaving.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    delete,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import Base, BigId, Row, db, insert_into, lock, partial_index
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import text_to_html
from helpdesk.tickets.events import DraftDropped, DraftSaved
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.pictures import uploads_in
from helpdesk.tickets.redirecting import refuse_merged

WRITTEN = "release_at IS NULL"
SHOWN = 200  # More drafts than anybody keeps; the rest is asked for ticket by ticket.


class Draft(Row):
    """Words that have not left. `recipients` holds a list per role that the agent changed; `status` follows the reply.

    `inbox_id`: it leaves through another inbox than the ticket's. `mentions`: the agents whom a note is going to call.

    `scheduled`: it waits for a time the agent chose, not only for an undo. `held` is a closed word: why it did not
    leave when it should have.
    """

    __tablename__ = "drafts"
    __table_args__: Any = (
        CheckConstraint("kind IN ('reply', 'note')", name="kind"),
        CheckConstraint("release_at IS NULL OR kind = 'reply'", name="leaving"),
        partial_index("uq_drafts_written", "ticket_id", "agent_id", "kind", where=WRITTEN, unique=True),
        Index(None, "agent_id", "ticket_id"),
        partial_index("ix_drafts_leaving", "ticket_id", where="release_at IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str | None] = mapped_column(Text)
    recipients: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inboxes.id"))
    mentions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    status: Mapped[str | None] = mapped_column(String(10))
    seen_message_id: Mapped[int | None] = mapped_column(BigId)
    client_key: Mapped[str | None] = mapped_column(String(64))
    release_at: Mapped[datetime | None]
    scheduled: Mapped[bool] = mapped_column(Boolean, default=False)
    held: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer, default=1)

    ticket: Mapped[Ticket] = relationship(lazy="select")
    agent: Mapped[Agent] = relationship(lazy="select")


class DraftFile(Base):
    """A file that a draft will carry; while it does, the upload is kept."""

    __tablename__ = "draft_files"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True, index=True
    )


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody wrote and to whom; a role missing from `recipients` means those who take part."""

    text: str
    html: str | None = None
    recipients: Mapping[str, Sequence[str]] = field(default_factory=dict)
    upload_ids: Sequence[int] = ()
    mention_ids: Sequence[int] = ()
    inbox_id: int | None = None
    status: str | None = None
    seen_message_id: int | None = None


def save(ticket: Ticket, *, by: Agent, kind: str, words: Words) -> Draft | None:
    """Keep what is being written, whole; the same again changes nothing, and nothing at all drops the draft.

    Raises `BadInput` for a file that is not the agent's own unused upload, and `Merged`.
    """
    lock(ticket)
    refuse_merged(ticket)
    draft = written(ticket, by=by, kind=kind)
    if not (words.text.strip() or words.upload_ids or uploads_in(words.html)):
        if draft:
            drop(draft, by=by)
        return None
    if draft is None:
        draft = Draft(ticket_id=ticket.id, agent_id=by.id, kind=kind, recipients={}, version=0)
        db.session.add(draft)
    if fill(draft, words):
        record(DraftSaved(draft, by.id), by=by)
    return draft


def discard(ticket: Ticket, *, by: Agent, kind: str) -> None:
    """Throw away what is being written; without a draft nothing happens."""
    lock(ticket)
    if (draft := written(ticket, by=by, kind=kind)) is not None:
        drop(draft, by=by)


def drop(draft: Draft, *, by: Agent) -> None:
    """Delete a draft whose words are gone or sent; the caller holds the ticket."""
    record(DraftDropped(draft, by.id, ticket=draft.ticket_id), by=by)
    db.session.delete(draft)
    db.session.flush()


def join(draft: Draft, begun: Draft) -> None:
    """Put what one draft says below what the other says; the one below is gone then."""
    if draft.html or begun.html:
        draft.html = "".join(one.html or text_to_html(one.text) for one in (draft, begun))
    draft.text = f"{draft.text}\n\n{begun.text}".strip()
    draft.mentions = sorted({*draft.mentions, *begun.mentions})
    carry(draft, {file_id for files in files_of([draft.id, begun.id]).values() for file_id in files})
    drop(begun, by=draft.agent)


def written(ticket: Ticket, *, by: Agent, kind: str) -> Draft | None:
    """Return the one draft that an agent is writing on a ticket, as it is now."""
    mine = select(Draft).where(Draft.ticket_id == ticket.id, Draft.agent_id == by.id, Draft.kind == kind)
    found: Draft | None = db.session.scalar(
        mine.where(Draft.release_at.is_(None)).execution_options(populate_existing=True)
    )
    return found


def fill(draft: Draft, words: Words) -> bool:
    """Put the words into a draft; False when they are in it already."""
    new = {
        "text": words.text,
        "html": words.html,
        "recipients": {role: list(people) for role, people in words.recipients.items()},
        "inbox_id": words.inbox_id,
        "mentions": sorted(set(words.mention_ids)),
        "status": words.status,
        "seen_message_id": words.seen_message_id,
    }
    changed = [name for name, value in new.items() if getattr(draft, name) != value]
    for name in changed:
        setattr(draft, name, new[name])
    db.session.flush()
    if not carry(draft, {*words.upload_ids, *_pictures(draft)}) and not changed and draft.version:
        return False
    draft.version, draft.held = draft.version + 1, None
    db.session.flush()
    return True


def _pictures(draft: Draft) -> Iterable[int]:
    """Return the agent's own unused uploads that the words show in place; they live as long as the draft, too."""
    shown = uploads_in(draft.html)
    own = select(Attachment.id).where(
        Attachment.id.in_(shown), Attachment.uploaded_by_id == draft.agent_id, Attachment.message_id.is_(None)
    )
    return db.session.scalars(own).all() if shown else ()


def carry(draft: Draft, upload_ids: Iterable[int]) -> bool:
    """Let a draft keep these files alive; False when it does so already. Raises `BadInput` for any that is not free."""
    before, after = set(files_of([draft.id]).get(draft.id, {})), set(upload_ids)
    if before == after:
        return False
    own = select(Attachment.id).where(
        Attachment.id.in_(after), Attachment.uploaded_by_id == draft.agent_id, Attachment.message_id.is_(None)
    )
    if len(db.session.scalars(own).all()) != len(after):
        raise BadInput(_("A file is no longer there. Attach it again."), "attachments")
    db.session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id))
    if after:
        rows = [{"draft_id": draft.id, "attachment_id": one} for one in sorted(after)]
        db.session.execute(insert_into(DraftFile).values(rows))
    return True


def files_of(draft_ids: Iterable[int]) -> dict[int, dict[int, Attachment]]:
    """Return the files of drafts, by draft and id."""
    found: dict[int, dict[int, Attachment]] = {}
    carried = select(DraftFile.draft_id, Attachment).join(Attachment, Attachment.id == DraftFile.attachment_id)
    wanted = carried.where(DraftFile.draft_id.in_(list(draft_ids)), Attachment.message_id.is_(None))
    for draft_id, attachment in db.session.execute(wanted.order_by(Attachment.id)):
        found.setdefault(draft_id, {})[attachment.id] = attachment
    return found


def words_of(draft: Draft) -> Words:
    """Return what a draft says."""
    return Words(
        text=draft.text,
        html=draft.html,
        recipients=draft.recipients,
        upload_ids=list(files_of([draft.id]).get(draft.id, {})),
        inbox_id=draft.inbox_id,
        mention_ids=draft.mentions,
        status=draft.status,
        seen_message_id=draft.seen_message_id,
    )


def with_draft_of(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Ticket: the agent has begun to write there, or a reply of theirs waits for its hour."""
    mine = select(Draft.ticket_id).where(Draft.agent_id == agent.id)
    return Ticket.id.in_(mine.where(or_(Draft.release_at.is_(None), Draft.scheduled)))
