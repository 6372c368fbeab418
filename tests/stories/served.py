"""
What serves each row: the rules, sections of briefs, templates, protocols, importers and exporters that it demands.

A row works only if its stories notice when any of these is switched off: ``python -m tests.stories.switches`` sees to
that. What stands here is a claim about the row, and not a list of whatever its stories happen to run into.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SERVED"]


def _all(kind: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{kind} {name}" for name in names)


def _core(*names: str) -> tuple[str, ...]:
    return _all("rule", *(f"core.{name}" for name in names))


def _china(*names: str) -> tuple[str, ...]:
    return _all("rule", *(f"china.{name}" for name in names))


def _told(*names: str) -> tuple[str, ...]:
    return _all("section", *(f"core.{name}" for name in names))


def _template(*names: str) -> tuple[str, ...]:
    return _all("ChecklistTemplate", *names)


SERVED: Mapping[str, tuple[str, ...]] = {
    "c1-01": (
        *_china("hall-doors", "hall-width", "clear-width", "hall-aisles", "hall-evacuation", "mobility-help"),
        *_core("session-over-capacity"),
    ),
    "c1-02": (
        *_template("commendation", "china.large-meals"),
        *_core("preparation-differs", "task-impossible"),
        *_china("catering-notice"),
    ),
    "c1-03": (
        *_core("document-due", "document-unreviewed", "document-returned", "document-twice", "document-order"),
        *_told("duty-approval"),
    ),
    "c1-04": _all("exporter", "gantt"),
    "c1-05": _china("staff-band"),
    "c1-06": _core("many-roles", "rest-short", "leave-owed"),
    "c1-07": (*_core("minor-unprotected"), *_told("duty")),
    "c1-08": (*_core("person-untested", "person-not-cleared"), *_told("team-lead-health")),
    "c1-09": (*_core("kit-short", "kit-worn-out"), *_told("duty-stock")),
    "c1-10": (
        *_core("stock-overdrawn", "stock-plan-short", "supply-not-in-place", "entrance-uncovered", "movement-amount"),
        *_told("duty-stock"),
    ),
    "c1-11": (*_template("things-to-make"), *_core("task-order", "task-not-begun", "task-sign-off")),
    "c1-12": _china("working-meeting-decor"),
    "c1-13": (
        *_core("cue-outside-session", "cue-track-overlap", "cue-person-overlap"),
        *_told("duty-seating", "team-lead-seating", "speaker-seating"),
    ),
    "c1-14": _core("place-unposted"),
    "c1-15": (*_core("kit-short"), *_told("duty-stock")),
    "c1-16": (
        *_template(
            "conference-with-tours",
            "congress",
            "commendation",
            "party-day",
            "closed-loop",
            "hall-set-up",
            "video-link",
            "rehearsal",
            "site-survey",
        ),
        *_core("question-open"),
    ),
    "c1-17": (
        *_template("rehearsal"),
        *_core("rehearsal-absent", "inspection-result", "inspection-without-hazard", "hazard-open"),
    ),
    "c2-01": _core("place-overlap", "person-in-two-places", "vehicle-on-two-trips"),
    "c2-02": (
        *_core("matter-owner", "body-without-matter", "place-uncovered"),
        *_told("host-safety", "caterer-safety", "lodging-safety"),
    ),
    "c2-03": _core("contractor-incomplete", "contractor-unqualified"),
    "c2-04": _core("partner-unreachable", "body-uncoordinated"),
    "c2-05": (
        *_template("congress"),
        *_core("inspection-result", "task-evidence", "task-sign-off", "gate-open"),
    ),
    "c2-06": (*_core("hazard-elements", "hazard-overdue", "hazard-open"), *_told("duty-safety")),
    "c2-07": (*_core("inspection-without-hazard", "task-plan"), *_told("duty-safety", "duty-planning")),
    "c2-08": (
        *_core("post-understaffed", "round-missed"),
        *_china("fire-patrol"),
        *_told("team-lead-planning"),
    ),
    "c2-09": (*_core("visitor-unregistered", "visitor-overstays", "badge-used-twice"), *_told("duty-safety")),
    "c2-10": _core("phase-missing", "phase-unsigned"),
    "c2-11": (*_core("incident-report", "incident-stages", "incident-unhandled"), *_told("duty-safety")),
    "c2-12": (*_core("training-unsigned"), *_told("duty-safety", "team-lead-safety")),
    "c2-13": _core("round-missed"),
    "c2-14": _core("nights-uneven", "units-uneven"),
    "c2-15": _core("survey-unanswered", "survey-overcounted", "answer-out-of-range"),
    "c4-01": _core("person-not-cleared", "person-test-round"),
    "c4-02": _core("person-loop", "loops-meet"),
    "c4-03": (*_core("person-test-round"), *_told("duty-health")),
    "c4-04": (*_core("person-not-cleared"), *_told("duty-health")),
    "c4-05": _all(
        "HealthProtocol",
        "covid-19-before-9",
        "covid-19-9",
        "covid-19-20-measures",
        "covid-19-10-measures",
        "covid-19-class-b",
    ),
    "c4-06": _core("positive-expected", "contact-expected"),
    "c4-07": _core("place-overlap"),
    "c4-08": (*_core("late-meal", "meal-cold"), *_told("caterer-rooms")),
    "c4-09": (
        *_core(
            "room-loops-mixed",
            "floor-loops-mixed",
            "room-not-ready",
            "room-overbooked",
            "room-two-parties",
            "two-rooms",
        ),
        *_told("lodging-rooms"),
    ),
    "c4-10": _core("rest-short", "duty-too-long", "week-too-long", "nights-in-a-row"),
    "c4-11": _core("entrance-unmanned"),
    "c4-12": (*_template("hall-set-up"), *_core("checklist-unsigned", "session-unlisted"), *_told("duty-planning")),
    "c4-13": (*_template("video-link"), *_core("task-evidence", "inspection-result")),
    "c4-14": (*_template("hall-set-up"), *_core("gate-open", "task-gate-open")),
    "c4-15": _core("round-missed"),
    "c4-17": _core("rotation-due", "on-duty-on-leave"),
    "c4-18": (*_core("handover-untaken"), *_told("duty-rosters", "team-lead-rosters")),
    "c5-01": _core("minister-unescorted"),
    "c5-02": _core("task-without-responsible", "link-two-people"),
    "c5-03": (
        *_template("conference-with-tours"),
        *_core("task-due-on-day-off", "registration-on-day-off", "delegation-registration-on-day-off"),
    ),
    "c5-04": _core("delegation-unregistered", "participant-unregistered", "beds-forecast"),
    "c5-05": (
        *_core("delegation-over-quota", "companions-counted-twice", "trip-overbooked"),
        *_told("delegation", "lodging", "caterer", "liaison", "host"),
    ),
    "c5-06": (*_core("room-buffer", "lodging-short", "event-beds-short"), *_told("lodging")),
    "c5-07": (
        *_core("booking-unanswered", "booking-fallback", "session-off-booking", "left-at-old-place"),
        *_told("team-lead", "host-rooms", "speaker"),
    ),
    "c5-08": (*_core("passenger-on-two-trips"), *_all("exporter", "manifest-md")),
    "c5-09": (
        *_core("seat-stale", "participant-unseated"),
        *_told("delegation", "liaison", "host", "caterer"),
    ),
    "c5-10": (*_core("head-count", "trip-without-liaison"), *_told("liaison")),
    "c5-11": (*_core("host-uninformed"), *_told("host")),
    "c5-12": (
        *_core("arrivals-body-unlisted", "arrival-body-unlisted", "call-body-unlisted", "session-body-unlisted"),
        *_core("task-body-unlisted", "trip-body-unlisted", "body-uncoordinated"),
        *_told("duty"),
    ),
    "c5-13": (*_core("order-unrecorded", "order-overnight", "task-overdue"), *_told("duty", "team-lead")),
    "c5-14": _core("seat-plan-not-final", "cards-not-placed", "sitter-gone"),
    "c5-15": (*_core("sitter-unplaced"), *_china("platform-seats")),
    "c5-16": (*_core("meal-short", "meal-over-ordered"), *_told("caterer")),
    "c5-17": (
        *_core("arrival-unmet", "last-arrival-greeter"),
        *_told("duty", "delegation", "team-lead-rooms"),
    ),
    "c5-18": _core("delegation-return-open", "event-return-open"),
    "c5-19": _core("standby-gap", "duty-too-long"),
    "c5-20": _core("spare-vehicles"),
    "c5-21": _core("task-without-responsible"),
    "c5-23": _china("meeting-gifts", "meeting-banquet", "welcome-at-gate"),
    "c5-24": (*_core("minister-eats-elsewhere", "service-desk"), *_told("speaker")),
    "c5-25": _told("duty"),
    "c5-26": (*_core("host-uninformed"), *_told("host")),
    "c5-27": _all("importer", "workbook"),
}
"""By row, what serves it, named as the session names it. Rows that wait for the summaries are not here yet."""
