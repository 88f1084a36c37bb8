"""What changed between two versions of an agenda for the same audience, in plain sentences.

Both versions are cut to their audience, and the sentences name nothing that is not in the newer
one: what has left an agenda may have left it because it was closed.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Snapshot = Mapping[str, Any]
Entry = Mapping[str, Any]

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def changes_between(before: Snapshot, after: Snapshot) -> list[str]:
    """Sentences on the meeting, then item by item in the newer order, then what is gone."""
    return [*_of_meeting(before, after), *_of_items(before, after)]


def _of_meeting(before: Snapshot, after: Snapshot) -> Iterator[str]:
    old, new = before["meeting"], after["meeting"]
    if before["title"] != after["title"]:
        yield f"The meeting is now called {_quoted(after['title'])}."
    if old["when"] != new["when"]:
        yield f"Time: {new['when']}." if new["when"] else "The time is open again."
    if old["place"] != new["place"]:
        yield f"Place: {new['place']}." if new["place"] else "The place is open again."
    if old["link"] != new["link"]:
        yield "The link to join changed."
    if old["press"] != new["press"]:
        yield f"Press: {new['press']}."
    if before["counterpart"] != after["counterpart"]:
        yield f"Meeting with: {after['counterpart'] or 'nobody named'}."
    if old["objective"] != new["objective"]:
        yield "The objective was rewritten."
    if before["attendees"] != after["attendees"]:
        yield "The list of attendees changed."


def _of_items(before: Snapshot, after: Snapshot) -> Iterator[str]:
    old = {entry["key"]: entry for entry in before["items"]}
    moved = _moved(_timed(before), _timed(after))
    for entry in after["items"]:
        known = old.get(entry["key"])
        if known is not None and _is_topic(known) == _is_topic(entry):
            parts = list(_of_entry(known, entry))
            if entry["key"] in moved:
                parts.append(f"moved, it was item {known['number']}")
            if parts:
                yield f"{_name(entry)}: {'; '.join(parts)}."
        elif not _is_topic(entry):
            yield f"{_name(entry)}: new."
    yield from _removed(before, after)


def _removed(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """References name nothing to the public, which has none; the rest is only counted."""
    kept = set(_timed(after))
    gone = [entry for entry in before["items"] if entry["key"] in set(_timed(before)) - kept]
    yield from (f"{entry['ref']} was removed." for entry in gone if entry["ref"])
    unnamed = sum(not entry["ref"] for entry in gone)
    if unnamed:
        word = SMALL[unnamed] if unnamed < len(SMALL) else str(unnamed)
        yield f"{word.capitalize()} item{' was' if unnamed == 1 else 's were'} removed."


def _of_entry(old: Entry, new: Entry) -> Iterator[str]:
    if old["kind"] != new["kind"] and "closed" in {old["kind"], new["kind"]}:
        yield "closed since" if new["kind"] == "closed" else "open now"
    else:
        if old["title"] != new["title"]:
            yield "has a new title"
        yield from _of_standing(old, new)
        yield from _of_texts(old, new)
    if old["minutes"] != new["minutes"] and new["minutes"] is not None:
        before = f", before {old['minutes']}" if old["minutes"] is not None else ""
        yield f"{new['minutes']} minute{'' if new['minutes'] == 1 else 's'}{before}"


def _of_standing(old: Entry, new: Entry) -> Iterator[str]:
    if old["state_label"] != new["state_label"] and new["state_label"]:
        before = f", before {old['state_label']}" if old["state_label"] else ""
        yield f"status {new['state_label']}{before}"
    if old["waiting_on"] != new["waiting_on"]:
        yield f"waits on: {new['waiting_on']}" if new["waiting_on"] else "waits on nobody any more"
    for field in ("owner", "presenter", "purpose"):
        if old[field] != new[field]:
            yield f"{field}: {new[field] or 'nobody yet'}"


def _of_texts(old: Entry, new: Entry) -> Iterator[str]:
    if old["background"] != new["background"]:
        yield "background rewritten" if new["background"] else "background taken out"
    if old["talking_points"] != new["talking_points"]:
        yield "talking points rewritten" if new["talking_points"] else "talking points taken out"
    if old["last_update"] != new["last_update"] and new["last_update"]:
        yield "a new update"


def _timed(snapshot: Snapshot) -> list[str]:
    """Keys of everything that takes time, in order: topics only group."""
    return [entry["key"] for entry in snapshot["items"] if not _is_topic(entry)]


def _is_topic(entry: Entry) -> bool:
    return bool(entry["kind"] == "topic")


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """As few as possible: those that do not keep the order of the longest unbroken rest."""
    common = set(before) & set(after)
    places = {key: place for place, key in enumerate(before)}
    keys = [key for key in after if key in common]
    ends: list[int] = []  # ends[n]: least last place of a rising run of n + 1 keys
    lengths = []
    for key in keys:
        length = bisect_left(ends, places[key])
        ends[length : length + 1] = [places[key]]
        lengths.append(length)
    steady, wanted = set(), len(ends) - 1
    for key, length in zip(reversed(keys), reversed(lengths), strict=True):
        if length == wanted:
            steady.add(key)
            wanted -= 1
    return common - steady


def _name(entry: Entry) -> str:
    if entry["kind"] == "closed":
        return f"Item {entry['number']}, {entry['ref']}, {_quoted(entry['title'])}"
    word = "Topic" if _is_topic(entry) else "Item"
    return f"{word} {entry['number']}, {_quoted(entry['title'])}"


def _quoted(title: str) -> str:
    return f"\u201c{title}\u201d"
