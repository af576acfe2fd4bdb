"""EnrichedPost -> document, and the document against the template."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import ZONES, Citation, EnrichedPost, Tweet
from pipeline.errors import DocumentError
from pipeline.load.catalog import Catalog
from pipeline.load.document import IndexDocument, build_document, build_instant
from pipeline.load.limits import MAX_ZONE_CHARACTERS, check_document, check_size
from pipeline.load.templates import read_templates
from pipeline.settings import Settings
from tests.indexed import LEXICON, build_post

TOKYO = ZoneInfo("Asia/Tokyo")
CATALOG = Catalog(LEXICON)


def build(post: EnrichedPost) -> IndexDocument:
    return build_document(post, CATALOG, TOKYO)


def with_post(enriched: EnrichedPost, **fields: object) -> EnrichedPost:
    return msgspec.structs.replace(enriched, post=msgspec.structs.replace(enriched.post, **fields))


def test_record_and_template_have_the_same_fields() -> None:
    properties = read_templates(Settings()).properties
    assert set(properties) == set(IndexDocument.__struct_fields__)


def test_the_default_fields_are_fields() -> None:
    templates = read_templates(Settings())
    settings = templates.components["sekko-settings"]["template"]["settings"]["index"]
    assert set(settings["query"]["default_field"]) <= set(templates.properties)


def test_every_analyzer_that_a_field_names_is_shipped() -> None:
    templates = read_templates(Settings())
    analysis = templates.components["sekko-analysis"]["template"]["settings"]["index"]["analysis"]
    text = json.dumps(templates.indices["sekko-posts"])
    named = {
        part.split('"')[0]
        for key in ('"analyzer": "', '"search_analyzer": "', '"normalizer": "')
        for part in text.split(key)[1:]
    }
    assert named == set(analysis["analyzer"]) | set(analysis["normalizer"])


def test_every_zone_is_analysed_alike() -> None:
    properties = read_templates(Settings()).properties
    bare = {zone: dict(properties[zone]["fields"]) for zone in ZONES}
    bare["title"].pop("raw")
    assert all(fields == bare["body"] for fields in bare.values())


def test_prefix_takes_the_place_of_ours() -> None:
    templates = read_templates(Settings(index_prefix="other"))
    assert templates.indices["other-posts"]["index_patterns"] == ["other-posts-v*"]
    assert set(templates.indices["other-posts"]["composed_of"]) == set(templates.components)


def test_names_families_and_pairs_are_flat() -> None:
    post = build_post(
        1,
        "米国のF-35Aと中国の習近平",
        names=[("米国", "us"), ("F-35A", "f-35a"), ("中国", "china"), ("習近平", "xi-jinping")],
        pairs=[("us", "f-35a")],
    )
    document = build(post)
    assert document.actors == ("us", "china", "xi-jinping")
    assert document.actor_names == ("米国", "中国", "習近平")
    assert document.actor_kinds == ("state", "person")
    assert (document.states, document.persons) == (("us", "china"), ("xi-jinping",))
    assert (document.weapons, document.weapon_families) == (("f-35a",), ("f-35",))
    assert document.weapon_classes == ("aircraft",)
    assert document.pairs == document.pairs_commentary == ("us|f-35a",)
    assert document.pairs_body == ()
    assert document.pair_names == ("米国 × F-35A",)
    assert document.zones == ("commentary",)


def test_writings_find_the_family_and_leave_out_what_finds_too_much() -> None:
    assert CATALOG.writings("f-35a") == (
        "F-35A",
        "F-35Aライトニング II",
        "F-35",
        "ライトニングII",
        "ライトニング II",
    )
    assert CATALOG.writings("us") == ("米国", "アメリカ", "合衆国")
    assert CATALOG.writings("unknown-id") == ()
    assert CATALOG.family("unknown-id") == CATALOG.name("unknown-id") == "unknown-id"


def test_unlinked_names_are_openly_so() -> None:
    post = build_post(1, "中国の新型機", names=[("中国", "china")])
    stranger = msgspec.structs.replace(post.mentions[0], entity_id=None)
    document = build(msgspec.structs.replace(post, mentions=(stranger,)))
    assert (document.actors, document.unlinked_actors) == ((), ("中国",))


@pytest.mark.parametrize(
    ("entity_id", "surface", "shown"),
    [
        ("new:exampledefenseweekly", "Example Defense Weekly", "Example Defense Weekly"),
        ("new:qz901", "ＱＺ－９０１ミサイル", "QZ-901"),
        ("new:アレックスサンプル", "アレックス・サンプル", "アレックス・サンプル"),
        ("new:qz901", "某ミサイル", "qz901"),
        ("china", "中共", "中国"),
    ],
)
def test_a_name_that_only_the_text_gives_is_shown_as_it_stands(
    entity_id: str, surface: str, shown: str
) -> None:
    assert CATALOG.name(entity_id, [surface]) == shown


def test_tweets_and_citations_are_taken_over() -> None:
    post = with_post(
        build_post(1),
        kind="tweet",
        tweet=Tweet(id="7", account="acc", hashtags=("防衛",), handles=("a", "b")),
        citations=(Citation(title="T", authors=("A", "B"), publisher="P", url="https://e.test/"),),
    )
    document = build(post)
    assert (document.tweet_id, document.account) == ("7", "acc")
    assert (document.hashtags, document.handles) == (("防衛",), ("a", "b"))
    assert (document.cited_publishers, document.cited_authors) == (("P",), ("A", "B"))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025", "2025-01-01T00:00:00+09:00"),
        ("2025-07", "2025-07-01T00:00:00+09:00"),
        ("2025-07-02", "2025-07-02T00:00:00+09:00"),
        ("2025-07-02T10:30:00Z", "2025-07-02T10:30:00+00:00"),
        ("2025-07-02T10:30:00-05:00", "2025-07-02T10:30:00-05:00"),
        ("2025-07-02T10:30", "2025-07-02T10:30:00+09:00"),
    ],
)
def test_a_date_begins_in_the_zone_of_its_source(text: str, instant: str) -> None:
    assert build_instant(text, TOKYO) == instant


@pytest.mark.parametrize("text", ["", "昨日", "2025-13", "2025-02-30", "2025-7-1"])
def test_a_bad_date_rejects(text: str) -> None:
    with pytest.raises(DocumentError) as error:
        build_instant(text, TOKYO)
    assert error.value.reason == "bad_date"


def test_an_undated_post_is_on_the_timeline_when_it_was_first_seen() -> None:
    document = build(build_post(1, published=None))
    assert document.published is None
    assert document.timeline_at == document.first_seen
    assert document.timeline_precision == "first_seen"


def test_fingerprint_changes_with_the_content_and_not_with_the_sending() -> None:
    one, other = build(build_post(1, "a")), build(build_post(1, "b"))
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == build(build_post(1, "a")).fingerprint
    assert one.indexed_at == ""


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_makes_a_document(text: str, title: str) -> None:
    document = build(build_post(1, text, title=title))
    data = msgspec.json.encode(document)
    assert document.commentary == text
    assert not any(ord(char) < 32 for entry in document.suggest for char in entry), (
        "completion refuses control characters"
    )
    assert datetime.fromisoformat(document.timeline_at).tzinfo is not None
    assert data.count(b"\n") == 0, "a line of NDJSON"


def test_an_offset_that_does_not_slice_its_surface_rejects() -> None:
    post = build_post(1, "😀米国の話", names=[("米国", "us")])
    check_document(post)
    mention = msgspec.structs.replace(post.mentions[0], start=2, end=4)  # UTF-16 units
    with pytest.raises(DocumentError) as error:
        check_document(msgspec.structs.replace(post, mentions=(mention,)))
    assert error.value.reason == "offset_mismatch"


def test_limits() -> None:
    with pytest.raises(DocumentError) as error:
        check_document(build_post(1, "字" * (MAX_ZONE_CHARACTERS + 1)))
    assert error.value.reason == "zone_too_long"
    with pytest.raises(DocumentError) as error:
        check_document(msgspec.structs.replace(build_post(1), id=""))
    assert error.value.reason == "id_too_long"
    with pytest.raises(DocumentError) as error:
        check_size(b"x" * (9 * 1024 * 1024))
    assert error.value.reason == "document_too_large"
