"""What may be written of reports."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from reconciler.sandbox.shapes import Id, Shape

Level = Literal["itself", "direct_partners", "all_partners", "all_customers", "accounts"]
Kind = Literal["usage_daily", "usage_summary", "usage_current", "usage_breakdown"]
Format = Literal["csv", "html", "json_v1", "csv_v2_0", "json_v2_0"]


class Period(Shape):
    """First and last day."""

    start: date
    end: date


class Parameters(Shape):
    """What is reported of whom."""

    tenant_id: Id
    level: Level
    kind: Kind
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("csv_v2_0",)
    period: Period | None = None
    hide_zero_usage: bool = False
    show_skus: bool = False


class Schedule(Shape):
    """Once and at once, or every month."""

    enabled: bool = True
    type: Literal["once", "monthly"]


class ReportPost(Shape):
    """A report to be ordered."""

    recipients: tuple[Id, ...]
    result_action: Literal["save", "send"]
    parameters: Parameters
    schedule: Schedule
    generation_date: date | None = None


class ParametersPut(Shape):
    """What may change of a report; what is not sent stays."""

    level: Level = "itself"
    kind: Kind = "usage_current"
    hide_zero_usage: bool = False
    show_skus: bool = False


class SchedulePut(Shape):
    """Whether the report goes on."""

    enabled: bool


class ReportPut(Shape):
    """A change of a scheduled report."""

    recipients: tuple[Id, ...] = ()
    parameters: ParametersPut = ParametersPut()
    schedule: SchedulePut = SchedulePut(enabled=True)
