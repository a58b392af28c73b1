"""Settings: tags. Make, rename, merge and delete them; how many tickets have each."""

from typing import Any

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import see_other
from helpdesk.tickets.tag_keeping import counted_tags, create_tag, delete_tag, merge_tag, rename_tag, tag_with_id

bp = Blueprint("tags", __name__, url_prefix="/desk/settings/tags")
INDEX, PAGE = "desk/settings/tags/index.html", "desk/settings/tags/show.html"


@bp.get("")
@permitted("settings.tags")
def index() -> ResponseReturnValue:
    """List the tags, with a form for one more."""
    return render_template(INDEX, errors={}, typed={}, tags=counted_tags())


@bp.post("")
@permitted("settings.tags")
def create() -> ResponseReturnValue:
    """Make a tag."""
    try:
        tag = create_tag(body("name").text("name"), by=me())
    except BadInput as error:
        return again(INDEX, error, tags=counted_tags())
    flash(_("The tag %(name)s is there.", name=tag.name), "good")
    return see_other(".index")


@bp.get("/<int:tag_id>")
@permitted("settings.tags")
def show(tag_id: int) -> ResponseReturnValue:
    """Show a tag, what it can become, and what else there is."""
    return render_template(PAGE, errors={}, typed={}, **_of(tag_id))


@bp.post("/<int:tag_id>")
@permitted("settings.tags")
def rename(tag_id: int) -> ResponseReturnValue:
    """Spell a tag otherwise."""
    tag = tag_with_id(tag_id)
    try:
        rename_tag(tag, body("name").text("name"), by=me())
    except BadInput as error:
        return again(PAGE, error, **_of(tag_id))
    flash(_("The tag is called %(name)s now.", name=tag.name), "good")
    return see_other(".index")


@bp.post("/<int:tag_id>/merge")
@permitted("settings.tags")
def merge(tag_id: int) -> ResponseReturnValue:
    """Merge a tag into another."""
    tag, identity = tag_with_id(tag_id), body("into").maybe_id("into")
    try:
        if identity is None:
            raise BadInput(_("Choose another tag."), "into")
        merge_tag(tag, tag_with_id(identity), by=me())
    except BadInput as error:
        return again(PAGE, error, **_of(tag_id))
    flash(_("%(name)s is being merged; its tickets follow within moments.", name=tag.name), "good")
    return see_other(".index")


@bp.post("/<int:tag_id>/deletion")
@permitted("settings.tags")
def delete(tag_id: int) -> ResponseReturnValue:
    """Take a tag off every ticket and do away with it."""
    tag = tag_with_id(tag_id)
    body()
    delete_tag(tag, by=me())
    flash(_("%(name)s is being deleted; its tickets follow within moments.", name=tag.name), "good")
    return see_other(".index")


def _of(tag_id: int) -> dict[str, Any]:
    tag, tags = tag_with_id(tag_id), counted_tags()
    others = [(other.id, other.name) for other, _count in tags if other is not tag]
    return {"tag": tag, "tickets": dict(tags)[tag], "others": others}
