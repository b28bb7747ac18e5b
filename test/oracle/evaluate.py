"""Says which events Sigma rules match, by pySigma: the oracle of test/oracle.

evaluate.py FILE     FILE: JSON {"events": [...], "cases": [{"id", "rules": YAML, "placeholders"?, "events"?: [index, ...]}]}

Prints, for each case, one line of JSON: {"id", "error"} or {"id", "rules": [{"matches": [bool...], "sql": [bool or null...], "sqlError"?}]}.

pySigma parses the rules, applies modifiers, placeholders and filters, and resolves conditions. Its condition tree is evaluated twice: by the
walk below over the JSON event, and as SQL of pySigma's own SQLite backend over a row made of the event. pySigma does not say how events are
stored, so how a field name finds values in JSON is written down below, independently of the engine under test.
"""
import datetime
import ipaddress
import json
import re
import sqlite3
import sys

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR, ConditionValueExpression
from sigma.modifiers import SigmaContainsModifier, SigmaEndswithModifier, SigmaStartswithModifier
from sigma.policy import default_policy
from sigma.processing.pipeline import ProcessingItem, ProcessingPipeline
from sigma.processing.transformations import ValueListPlaceholderTransformation
from sigma.rule import SigmaDetection, SigmaRule
from sigma.types import (
    CompareOperators, SigmaBool, SigmaCasedString, SigmaCIDRExpression, SigmaCompareExpression, SigmaExists, SigmaExpansion,
    SigmaFieldReference, SigmaNull, SigmaNumber, SigmaRegularExpression, SigmaRegularExpressionFlag, SigmaString,
    SigmaTimestampPart, SpecialChars, TimestampPart,
)

# --- fields of JSON events ---


def lookup(value, parts):
    """(is it there, [leaves]): a dotted name walks maps; of lists, any element; a key may contain the dots itself."""
    if isinstance(value, list):
        there, leaves = not parts, []
        for item in value:
            found = lookup(item, parts)
            there, leaves = there or found[0], leaves + found[1]
        if parts and re.fullmatch("[0-9]{1,6}", parts[0]) and int(parts[0]) < len(value):
            found = lookup(value[int(parts[0])], parts[1:])
            there, leaves = there or found[0], leaves + found[1]
        return there, leaves
    if not parts:
        return True, [value]
    if isinstance(value, dict):
        for count in range(1, len(parts) + 1):
            key = ".".join(parts[:count])
            if key in value:
                found = lookup(value[key], parts[count:])
                if found[0]:
                    return found
    return False, []


def leaves_of(value):
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves_of(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves_of(item)]
    return [] if value is None else [value]


def text_of(value):
    """Texts, numbers and booleans as JSON writes them; None for the rest."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    return value if isinstance(value, str) else None


def number_text(number):
    """The shortest text of a double, as ECMAScript (and RFC 8785) writes it."""
    if float(number).is_integer() and abs(number) < 1e21:
        return str(int(float(number)))
    text = repr(float(number))
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return text
    power = int(exponent)
    if -7 < power < 0:
        return f"{number:.{17 - power}f}".rstrip("0")
    return f"{mantissa.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"


# --- values ---


def pattern_of(value):
    """A SigmaString as a regular expression over the whole text."""
    parts = []
    for part in value.s:
        if part == SpecialChars.WILDCARD_MULTI:
            parts.append(".*")
        elif part == SpecialChars.WILDCARD_SINGLE:
            parts.append(".")
        elif isinstance(part, str):
            parts.append(re.escape(part if isinstance(value, SigmaCasedString) else part.lower()))
        else:
            raise ValueError(f"placeholder left: {part}")
    return re.compile("".join(parts), re.DOTALL)


def string_matches(value, text):
    return pattern_of(value).fullmatch(text if isinstance(value, SigmaCasedString) else text.lower()) is not None


def regex_of(value):
    flags = "".join(sorted({
        SigmaRegularExpressionFlag.IGNORECASE: "i",
        SigmaRegularExpressionFlag.MULTILINE: "m",
        SigmaRegularExpressionFlag.DOTALL: "s",
    }[flag] for flag in value.flags))
    source = str(value.regexp)
    # startswith and endswith put .* on one side: the other is meant to be closed.
    opened = set(value.modifiers)
    closed_front = SigmaStartswithModifier in opened and not opened & {SigmaContainsModifier, SigmaEndswithModifier}
    closed_back = SigmaEndswithModifier in opened and not opened & {SigmaContainsModifier, SigmaStartswithModifier}
    source = (r"\A" if closed_front else "") + f"(?:{source})" + (r"\z" if closed_back else "")
    return default_policy.regex_engine.compile((f"(?{flags})" if flags else "") + source, 0)


def number_in(value):
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*", value):
        return float(value)
    return None


def time_part(value, part):
    if not isinstance(value, str):
        return None
    match = re.match(r"(\d{4}-\d\d-\d\d)(?:[T t](\d\d):(\d\d))?", value)
    if match is None:
        return None
    try:
        day = datetime.date.fromisoformat(match[1])
    except ValueError:
        return None
    return {
        TimestampPart.YEAR: day.year,
        TimestampPart.MONTH: day.month,
        TimestampPart.WEEK: day.isocalendar().week,
        TimestampPart.DAY: day.day,
        TimestampPart.HOUR: None if match[2] is None else int(match[2]),
        TimestampPart.MINUTE: None if match[3] is None else int(match[3]),
    }[part]


def compare(value, leaf):
    part = value.number.timestamp_part if isinstance(value.number, SigmaTimestampPart) else None
    number = number_in(leaf) if part is None else time_part(leaf, part)
    if number is None:
        return False
    limit = value.number.number
    return {
        CompareOperators.LT: number < limit,
        CompareOperators.LTE: number <= limit,
        CompareOperators.GT: number > limit,
        CompareOperators.GTE: number >= limit,
        CompareOperators.NEQ: number != limit,
    }[value.op]


def in_network(value, text):
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address) in value.network


def leaf_matches(value, leaf):
    text = text_of(leaf)
    if isinstance(value, SigmaTimestampPart):
        return time_part(leaf, value.timestamp_part) == value.number
    if isinstance(value, SigmaCompareExpression):
        return compare(value, leaf)
    if isinstance(value, SigmaString) and list(value.s) == [SpecialChars.WILDCARD_MULTI]:
        return leaf is not None
    if text is None:
        return False
    if isinstance(value, SigmaString):
        return string_matches(value, text)
    if isinstance(value, SigmaNumber):
        return text.lower() == number_text(value.number).lower()
    if isinstance(value, SigmaBool):
        return text.lower() == ("true" if value.boolean else "false")
    if isinstance(value, SigmaRegularExpression):
        return regex_of(value).search(text) is not None
    if isinstance(value, SigmaCIDRExpression):
        return in_network(value, text)
    raise ValueError(f"no answer for {type(value).__name__}")


def refers(value, mine, theirs):
    mine, theirs = text_of(mine), text_of(theirs)
    if mine is None or theirs is None:
        return False
    mine, theirs = mine.lower(), theirs.lower()
    if value.starts_with and value.ends_with:
        return theirs in mine
    if value.starts_with:
        return mine.startswith(theirs)
    return mine.endswith(theirs) if value.ends_with else mine == theirs


# --- conditions ---


def remember_modifiers(detection):
    """Values do not know their modifiers; re|startswith is told from re by them alone."""
    for item in detection.detection_items:
        if isinstance(item, SigmaDetection):
            remember_modifiers(item)
        else:
            for value in item.value:
                for inner in values_in(value):
                    inner.modifiers = item.modifiers


def field_matches(field, value, event):
    there, leaves = lookup(event, field.split("."))
    if isinstance(value, SigmaExpansion):
        return any(field_matches(field, item, event) for item in value.values)
    if isinstance(value, SigmaExists):
        return there == value.exists
    if isinstance(value, SigmaNull):
        return all(leaf is None for leaf in leaves) or any(leaf is None for leaf in leaves)
    if isinstance(value, SigmaFieldReference):
        others = lookup(event, value.field.split("."))[1]
        return any(refers(value, mine, theirs) for mine in leaves for theirs in others)
    return any(leaf_matches(value, leaf) for leaf in leaves)


def keyword_matches(value, event):
    """A keyword is looked for inside of every value of the event."""
    if isinstance(value, SigmaExpansion):
        return any(keyword_matches(item, event) for item in value.values)
    if isinstance(value, (SigmaNumber, SigmaBool)) and not isinstance(value, SigmaTimestampPart):
        value = SigmaString.from_str(text_of(value.to_plain()))
    if isinstance(value, SigmaString):
        value = SpecialChars.WILDCARD_MULTI + value + SpecialChars.WILDCARD_MULTI
    return any(leaf_matches(value, leaf) for leaf in leaves_of(event))


def holds(condition, event):
    if isinstance(condition, ConditionAND):
        return all(holds(part, event) for part in condition.args)
    if isinstance(condition, ConditionOR):
        return any(holds(part, event) for part in condition.args)
    if isinstance(condition, ConditionNOT):
        return not holds(condition.args[0], event)
    if isinstance(condition, ConditionFieldEqualsValueExpression):
        return field_matches(condition.field, condition.value, event)
    if isinstance(condition, ConditionValueExpression):
        return keyword_matches(condition.value, event)
    raise ValueError(f"no answer for {type(condition).__name__}")


# --- SQL ---

KEYWORDS_COLUMN = "all values of the event"


class Table:
    """The events as rows, in columns without a type whose texts compare without regard to case."""

    def __init__(self, events):
        self.connection = sqlite3.connect(":memory:")
        self.connection.create_function("REGEXP", 2, self.regexp, deterministic=True)
        self.events = events
        self.columns = set()
        self.expressions = {}
        self.connection.execute(f"CREATE TABLE logs (event INTEGER PRIMARY KEY, `{KEYWORDS_COLUMN}` TEXT)")
        texts = ["\n".join(text_of(leaf) for leaf in leaves_of(event)) for event in events]
        self.connection.executemany("INSERT INTO logs VALUES (?, ?)", enumerate(texts))

    def regexp(self, pattern, value):
        if value is None:
            return False
        if pattern not in self.expressions:
            self.expressions[pattern] = default_policy.regex_engine.compile(pattern, 0)
        return self.expressions[pattern].search(str(value)) is not None

    def require(self, fields):
        for field in fields - self.columns:
            self.connection.execute(f"ALTER TABLE logs ADD COLUMN {sqliteBackend().escape_and_quote_field(field)} COLLATE NOCASE")
            rows = [(cell_of(lookup(event, field.split("."))[1]), number) for number, event in enumerate(self.events)]
            self.connection.executemany(f"UPDATE logs SET {sqliteBackend().escape_and_quote_field(field)} = ? WHERE event = ?", rows)
            self.columns.add(field)

    def matches(self, query):
        return {row[0] for row in self.connection.execute(query.replace("SELECT *", "SELECT event", 1))}


def cell_of(leaves):
    """One scalar, or nothing: a row has no lists."""
    if len(leaves) != 1 or isinstance(leaves[0], (dict, list)):
        return None
    return text_of(leaves[0]) if isinstance(leaves[0], bool) else leaves[0]


def parts_of(condition):
    yield condition
    for part in getattr(condition, "args", []):
        yield from parts_of(part)


def values_in(value):
    return [item for inner in value.values for item in values_in(inner)] if isinstance(value, SigmaExpansion) else [value]


def fields_in(condition):
    for part in parts_of(condition):
        if isinstance(part, ConditionFieldEqualsValueExpression):
            yield part.field
            for value in values_in(part.value):
                if isinstance(value, SigmaFieldReference):
                    yield value.field


def sql_asks(condition, event):
    """May SQL be asked? differences.md, "What SQL is not asked", says why not."""
    return all(sql_asks_part(part, event) for part in parts_of(condition))


def sql_asks_part(part, event):
    if isinstance(part, ConditionValueExpression):
        return all(isinstance(value, SigmaString) and sql_keyword(value) and sql_text(value, texts_in(event)) for value in values_in(part.value))
    if not isinstance(part, ConditionFieldEqualsValueExpression):
        return True
    there, leaves = lookup(event, part.field.split("."))
    if len(leaves) > 1 or (there and not leaves) or any(isinstance(leaf, (dict, list)) for leaf in leaves):
        return False
    return all(sql_asks_value(value, leaves, there) for value in values_in(part.value))


def sql_asks_value(value, leaves, there):
    if isinstance(value, SigmaExists):
        return not (there and leaves == [None])
    if isinstance(value, (SigmaTimestampPart, SigmaFieldReference, SigmaRegularExpression)):
        return isinstance(value, SigmaRegularExpression) and len(value.modifiers) == 1 and all(isinstance(leaf, str) for leaf in leaves)
    if isinstance(value, SigmaCompareExpression):
        return not isinstance(value.number, SigmaTimestampPart) and all(isinstance(leaf, (int, float)) and not isinstance(leaf, bool) for leaf in leaves)
    if isinstance(value, SigmaNumber):
        return all(isinstance(leaf, (int, float)) and not isinstance(leaf, bool) for leaf in leaves)
    if isinstance(value, SigmaCIDRExpression):
        return value.network.version == 4 and all(isinstance(leaf, str) and ":" not in leaf and in_network_syntax(leaf) for leaf in leaves)
    if isinstance(value, SigmaBool):
        return all(isinstance(leaf, bool) for leaf in leaves)
    return not isinstance(value, SigmaString) or (all(isinstance(leaf, str) for leaf in leaves) and sql_text(value, leaves))


def sql_keyword(value):
    """No wildcard that could reach from one value of the event into the next."""
    parts = list(value.s)
    while parts and parts[0] == SpecialChars.WILDCARD_MULTI:
        parts.pop(0)
    while parts and parts[-1] == SpecialChars.WILDCARD_MULTI:
        parts.pop()
    return bool(parts) and all(isinstance(part, str) for part in parts)


def in_network_syntax(text):
    try:
        ipaddress.ip_address(text)
        return True
    except ValueError:
        return False


def sql_text(value, texts):
    plain = "".join(part for part in value.s if isinstance(part, str))
    return all(text.isascii() and "\n" not in text and "\0" not in text for text in [plain, *texts])


def texts_in(event):
    return [text for text in map(text_of, leaves_of(event))]


# --- the program ---


def pipeline_for(placeholders):
    items = [ProcessingItem(ValueListPlaceholderTransformation())] if placeholders else []
    return ProcessingPipeline(items=items, vars=placeholders)


def evaluate_rule(rule, numbers, events, table):
    conditions = [condition.parsed for condition in rule.detection.parsed_condition]
    matches = [any(holds(condition, events[number]) for condition in conditions) for number in numbers]
    return {"matches": matches, **evaluate_sql(rule, conditions, numbers, (events, table))}


def evaluate_sql(rule, conditions, numbers, source):
    events, table = source
    asked = [all(sql_asks(condition, events[number]) for condition in conditions) for number in numbers]
    if not any(asked):
        return {"sql": [None] * len(numbers)}
    try:
        queries = sqliteBackend(fulltext_field=KEYWORDS_COLUMN).convert(SigmaCollection([rule]))
        table.require({field for condition in conditions for field in fields_in(condition)})
        found = set().union(*(table.matches(query) for query in queries))
    except Exception as error:  # The backend cannot express every rule: it says so.
        return {"sql": [None] * len(numbers), "sqlError": f"{type(error).__name__}: {error}"[:200]}
    return {"sql": [number in found if ask else None for number, ask in zip(numbers, asked)]}


def evaluate_case(case, events, table):
    try:
        collection = SigmaCollection.from_yaml(case["rules"])
        rules = [rule for rule in collection.rules if isinstance(rule, SigmaRule)]
        pipeline = pipeline_for(case.get("placeholders", {}))
        for rule in rules:
            pipeline.apply(rule)
            for detection in rule.detection.detections.values():
                remember_modifiers(detection)
        numbers = case.get("events", range(len(events)))
        return {"id": case["id"], "rules": [evaluate_rule(rule, numbers, events, table) for rule in rules]}
    except Exception as error:  # pySigma refuses rules by exceptions of many kinds.
        return {"id": case["id"], "error": f"{type(error).__name__}: {error}"[:300]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    table = Table(data["events"])
    for case in data["cases"]:
        print(json.dumps(evaluate_case(case, data["events"], table)))


main()
