"""Approval: asked for, decided once, by an account with the role or by a link without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell, tell_many
from mangnon.kit import clock
from mangnon.library.actions.indexing import index_product
from mangnon.library.choices import Decision, ProductState
from mangnon.library.links import digest_of, new_token
from mangnon.library.models import Approval, Product
from mangnon.library.perms import HEADS, can_approve, can_handle
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person, people_at

HOLDS_DAYS, MOST_DAYS = 7, 30
_READY = frozenset({ProductState.DRAFT, ProductState.SENT_BACK})


@dataclass(frozen=True)
class Asked:
    """`link`: shown once to whoever asked, "" when an account shall decide."""

    approval: Approval
    link: str = ""


@transaction.atomic
def ask_approval(
    *,
    by: Person,
    product: Product,
    by_link: bool = False,
    to_name: str = "",
    to_address: str = "",
    days: int = HOLDS_DAYS,
) -> Asked:
    """Ask for a decision. With `by_link` a leader without an account decides; mail goes to the
    address when one is given.

    Raises NotAllowed, Invalid; Conflict unless the product is a draft or was sent back.
    """
    if not can_handle(by, product):
        raise NotAllowed("Anh/chị không trình duyệt được sản phẩm này.")
    if by_link and not to_name.strip():
        raise Invalid("Hãy ghi tên người duyệt.", "to_name")
    if product.outdated_at is not None:
        raise Conflict("Sản phẩm cần cập nhật theo tài liệu nguồn mới trước khi trình duyệt.")
    ready = Product.objects.filter(pk=product.pk, state__in=_READY)
    if ready.update(state=ProductState.ASKED) != 1:
        raise Conflict("Chỉ trình duyệt được bản nháp đã dựng xong.")
    product.refresh_from_db()
    approval = Approval.objects.create(product=product, asked_by=by)
    record(by=by, what="product.approval_asked", on=product, unit=product.unit_id)
    if by_link:
        return _with_link(approval, to_name, to_address, days)
    _tell_heads(approval, by)
    return Asked(approval)


def _with_link(approval: Approval, name: str, address: str, days: int) -> Asked:
    token = new_token()
    approval.token_sha256 = digest_of(token)
    approval.to_name, approval.to_address = name.strip()[:120], address.strip()[:200]
    approval.expires_at = clock.now() + timedelta(days=min(max(1, days), MOST_DAYS))
    approval.opened_at = None
    approval.save()
    path = f"/thu-vien-noi-bo/duyet/{token}/"
    if approval.to_address:
        said = {"approval": approval, "product": approval.product, "by": approval.asked_by}
        key = f"approval:{approval.pk}:{approval.token_sha256[:16]}"
        tell(template="product_link", context=said, key=key, to=approval.to_address, link=path)
    return Asked(approval, settings.PUBLIC_URL + path)


def _tell_heads(approval: Approval, by: Person) -> None:
    heads = people_at(approval.product.unit, HEADS).exclude(pk=by.pk)
    tell_many(
        Message(
            "product_asked",
            f"approval:{approval.pk}:{head.pk}",
            "",
            head.pk,
            {"product": approval.product, "by": by},
            f"/thu-vien-noi-bo/san-pham/{approval.product_id}/",
        )
        for head in heads
    )


@transaction.atomic
def renew_link(
    *, by: Person, product: Product, to_name: str, to_address: str = "", days: int = HOLDS_DAYS
) -> Asked:
    """A new link for an approval that waits; the old one is dead from now on."""
    if not can_handle(by, product):
        raise NotAllowed("Anh/chị không trình duyệt được sản phẩm này.")
    if not to_name.strip():
        raise Invalid("Hãy ghi tên người duyệt.", "to_name")
    waiting = Approval.objects.select_for_update(of=("self",)).filter(product=product, decision="")
    approval = waiting.select_related("product", "asked_by").first()
    if approval is None:
        raise Conflict("Sản phẩm này không chờ duyệt.")
    record(by=by, what="product.link_renewed", on=product, unit=product.unit_id)
    return _with_link(approval, to_name, to_address, days)


@transaction.atomic
def take_back(*, by: Person, product: Product) -> None:
    """The request for approval is taken back; the product is a draft again, its link dead."""
    if not can_handle(by, product):
        raise NotAllowed("Anh/chị không rút lại được.")
    asked = Product.objects.filter(pk=product.pk, state=ProductState.ASKED)
    if asked.update(state=ProductState.DRAFT) != 1:
        raise Conflict("Sản phẩm này không chờ duyệt.")
    Approval.objects.filter(product=product, decision="").delete()
    record(by=by, what="product.approval_taken_back", on=product, unit=product.unit_id)


def decide(*, by: Person, product: Product, decision: str, remark: str = "") -> Approval:
    """By an account with the role, never by who made the product.

    Raises NotAllowed, Invalid; Conflict when it was decided or taken back meanwhile.
    """
    if not can_approve(by, product):
        raise NotAllowed("Người dựng sản phẩm không tự duyệt; cần lãnh đạo đơn vị khác người dựng.")
    waiting = Approval.objects.filter(product=product, decision="").first()
    if waiting is None:
        raise Conflict("Sản phẩm này không chờ duyệt.")
    return _decide(waiting, Decision(decision), remark, person=by, name=by.full_name)


def open_link(token: str) -> Approval:
    """The approval behind a link, decided or not. Raises Approval.DoesNotExist."""
    digest = digest_of(token)
    if not digest:
        raise Approval.DoesNotExist
    rows = Approval.objects.select_related(
        "product__unit", "product__revision__map__document", "asked_by"
    )
    approval = rows.get(token_sha256=digest)
    if approval.opened_at is None:
        Approval.objects.filter(pk=approval.pk).update(opened_at=clock.now())
    return approval


def is_open(approval: Approval) -> bool:
    """Whether the link still decides something."""
    return not approval.decision and (
        approval.expires_at is not None and approval.expires_at > clock.now()
    )


def decide_by_link(*, token: str, name: str, decision: str, remark: str = "") -> Approval:
    """By whoever holds the link, once. Raises Approval.DoesNotExist, Invalid, Conflict."""
    approval = open_link(token)
    if not is_open(approval):
        raise Conflict("Liên kết này đã được dùng hoặc đã hết hạn.")
    if not name.strip():
        raise Invalid("Hãy ghi họ tên người duyệt.", "name")
    return _decide(approval, Decision(decision), remark, person=None, name=name.strip()[:120])


@transaction.atomic
def _decide(
    approval: Approval, decision: Decision, remark: str, *, person: Person | None, name: str
) -> Approval:
    said = remark.strip()[:1000]
    if decision == Decision.SENT_BACK and not said:
        raise Invalid("Hãy ghi ý kiến để người dựng biết cần sửa gì.", "remark")
    once = Approval.objects.filter(
        pk=approval.pk, decision="", token_sha256=approval.token_sha256
    ).update(
        decision=decision,
        remark=said,
        decided_by=person,
        decided_name=name,
        decided_at=clock.now(),
    )
    state = ProductState.APPROVED if decision == Decision.APPROVED else ProductState.SENT_BACK
    product = Product.objects.filter(pk=approval.product_id, state=ProductState.ASKED)
    if once != 1 or product.update(state=state) != 1:
        raise Conflict("Sản phẩm này đã được quyết định hoặc đã rút lại.")
    approval.refresh_from_db()
    approval.product.refresh_from_db()
    index_product(approval.product)
    facts = {"decision": str(decision), "by_link": person is None}
    record(
        by=person,
        what=f"product.{decision}",
        on=approval.product,
        unit=approval.product.unit_id,
        facts=facts,
    )
    _tell_asker(approval)
    return approval


def _tell_asker(approval: Approval) -> None:
    if approval.asked_by_id is None:
        return
    tell(
        template=f"product_{approval.decision}",
        context={"product": approval.product, "approval": approval},
        key=f"approval:{approval.pk}:decided",
        person_id=approval.asked_by_id,
        link=f"/thu-vien-noi-bo/san-pham/{approval.product_id}/",
    )


def forget_links() -> int:
    """Names and addresses that links went to are erased ninety days after the decision."""
    before = clock.now() - timedelta(days=90)
    old = Approval.objects.filter(asked_at__lt=before).exclude(to_name="", to_address="")
    return old.update(to_name="", to_address="")
