"""A cluster in trouble: what is sent again, what is given up, and what the message says."""

from __future__ import annotations

import time

import msgspec
import pytest

from pipeline.elastic import connect, read_alias
from pipeline.errors import RunError, TransientError
from pipeline.load.bulk import Action, BulkSender, Pace, build_batches
from pipeline.load.index import ensure_index
from pipeline.load.templates import install_templates, read_templates
from pipeline.load.tombstones import build_index_action
from pipeline.settings import Settings
from tests.faulty import (
    Fault,
    FaultyProxy,
    answer,
    drop,
    drop_answer,
    hang,
    refuse_item,
    too_large,
)
from tests.indexed import build_post, load_small, make_small_index, open_store

pytestmark = pytest.mark.live

ATTEMPTS = 6
QUICK = Pace(attempts=ATTEMPTS, first=0.01, longest=0.02)


def build_actions(count: int, size: int = 10) -> list[Action]:
    """Tombstones do as small documents: they have a strict mapping too."""
    lines = (
        b'{"id":"%d","reason":"gone","source":"%s","deleted_at":"2026-11-22T03:00:00Z"}'
        % (number, b"x" * size)
        for number in range(count)
    )
    return [build_index_action(str(n), line) for n, line in enumerate(lines)]


@pytest.fixture
def sender(through_proxy: Settings) -> BulkSender:
    client = connect(through_proxy, timeout=1.0)
    install_templates(client, read_templates(through_proxy))
    index = f"{through_proxy.index_prefix}-tombstones-v1"
    return BulkSender(client, index, alias=False, pace=QUICK)


def count_stored(settings: Settings) -> int:
    index = f"{settings.index_prefix}-tombstones-v1"
    with connect(settings) as client:
        client.indices.refresh(index=index)
        return int(client.count(index=index)["count"])


@pytest.mark.parametrize(
    "fault",
    [
        answer(429),
        answer(502),
        answer(503, "unavailable"),
        answer(504),
        drop,
        drop_answer,
        hang(1.5),
    ],
    ids=["429", "502", "503", "504", "dropped", "answer lost", "timeout"],
)
def test_a_passing_fault_is_sent_again_and_nothing_doubles(
    sender: BulkSender, proxy: FaultyProxy, index_settings: Settings, fault: Fault
) -> None:
    proxy.faults.append(fault)
    outcome = sender.send(build_actions(10))
    assert len(outcome.done) == 10
    assert proxy.bulks == [10, 10]
    assert count_stored(index_settings) == 10


def test_only_the_busy_item_is_sent_again(
    sender: BulkSender, proxy: FaultyProxy, index_settings: Settings
) -> None:
    proxy.faults += [refuse_item(3, 429, "es_rejected_execution_exception")] * 2
    outcome = sender.send(build_actions(10))
    assert proxy.bulks == [10, 1]
    assert sorted(outcome.done, key=int) == [str(n) for n in range(10)]
    assert count_stored(index_settings) == 10


def test_a_bad_item_is_refused_with_its_reason_and_the_rest_goes_on(
    sender: BulkSender, proxy: FaultyProxy, index_settings: Settings
) -> None:
    actions = build_actions(3)
    broken = b'{"id":"1","reason":"gone","deleted_at":"yesterday"}'
    actions[1] = build_index_action("1", broken)
    outcome = sender.send(actions)
    (failure,) = outcome.failed
    assert (failure.id, failure.reason) == ("1", "elasticsearch_document_parsing")
    assert "yesterday" in failure.detail
    assert proxy.bulks == [3], "a bad document is not tried again"
    assert count_stored(index_settings) == 2


def test_413_halves_until_it_fits(
    sender: BulkSender, proxy: FaultyProxy, index_settings: Settings
) -> None:
    proxy.faults += [too_large(2_000)] * 50
    outcome = sender.send(build_actions(16, size=200))
    assert len(outcome.done) == 16
    assert max(proxy.bulks[1:]) < 16
    assert count_stored(index_settings) == 16


def test_one_document_that_is_too_large_by_itself_is_refused(
    sender: BulkSender, proxy: FaultyProxy, index_settings: Settings
) -> None:
    proxy.faults += [too_large(2_000)] * 50
    actions = [*build_actions(4), *build_actions(5, size=5_000)[4:]]
    outcome = sender.send(actions)
    assert [(f.id, f.reason) for f in outcome.failed] == [("4", "document_too_large")]
    assert len(outcome.done) == 4


def test_a_cluster_that_stays_busy_is_given_up(sender: BulkSender, proxy: FaultyProxy) -> None:
    proxy.faults += [answer(429)] * 10
    with pytest.raises(TransientError, match="10 documents not taken after 6 attempts"):
        sender.send(build_actions(10))
    assert len(proxy.bulks) == ATTEMPTS


def test_many_batches_under_way_keep_their_totals(
    sender: BulkSender, proxy: FaultyProxy, index_settings: Settings
) -> None:
    proxy.faults += [answer(429), drop, refuse_item(0, 503, "unavailable")] * 2
    batches = build_batches(build_actions(400), max_actions=25)
    outcomes = list(sender.send_all(batches))
    assert sum(len(outcome.done) for outcome in outcomes) == 400
    assert count_stored(index_settings) == 400


def test_a_failed_load_loses_nothing(
    through_proxy: Settings, proxy: FaultyProxy, index_settings: Settings
) -> None:
    open_store(through_proxy).upsert(build_post(n) for n in range(20))
    make_small_index(through_proxy, live=True)
    proxy.faults.append(answer(403, "cluster_block_exception"))
    with pytest.raises(RunError, match="read-only"):
        load_small(through_proxy)
    assert load_small(index_settings).written == 20


# What a person reads. Each of these is a state that a real cluster gets into.


def test_disk_full_and_read_only_are_told_apart(sender: BulkSender, proxy: FaultyProxy) -> None:
    def flooded(handler: object, body: bytes) -> bool:
        error = {
            "type": "cluster_block_exception",
            "reason": "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded"
            " flood-stage watermark, index has read-only-allow-delete block];",
        }
        handler.respond(429, msgspec.json.encode({"error": error, "status": 429}))  # type: ignore[attr-defined]
        return True

    proxy.faults.append(flooded)
    with pytest.raises(RunError, match="disk is full"):
        sender.send(build_actions(1))
    assert len(proxy.bulks) == 1, "time does not mend it"


def test_a_really_read_only_index_says_so(index_settings: Settings) -> None:
    index = make_small_index(index_settings, live=True)
    open_store(index_settings).upsert([build_post(1)])
    with connect(index_settings) as client:
        client.indices.put_settings(index=index.name, settings={"index.blocks.write": True})
        with pytest.raises(RunError, match="cluster_block_exception"):
            load_small(index_settings)
        client.indices.put_settings(index=index.name, settings={"index.blocks.write": None})
    assert load_small(index_settings).written == 1


def test_a_cluster_that_is_down(index_settings: Settings, proxy: FaultyProxy) -> None:
    down = msgspec.structs.replace(
        index_settings, elasticsearch_url="http://127.0.0.1:9", elasticsearch_password="x"
    )
    with pytest.raises(TransientError, match="cannot be reached"):
        ensure_index(down)


def test_a_slow_cluster(through_proxy: Settings, proxy: FaultyProxy) -> None:
    proxy.always = hang(2.0)
    client = connect(through_proxy, timeout=0.2)
    from pipeline.elastic import named_errors

    begun = time.monotonic()
    with pytest.raises(TransientError, match="did not answer in time"), named_errors(through_proxy):
        client.options(max_retries=0).cluster.health()
    assert time.monotonic() - begun < 2


def test_a_wrong_password(through_proxy: Settings) -> None:
    wrong = msgspec.structs.replace(through_proxy, elasticsearch_password="wrong")
    with pytest.raises(RunError, match="refuses the user or key"):
        ensure_index(wrong)


def test_something_that_is_no_elasticsearch(through_proxy: Settings, proxy: FaultyProxy) -> None:
    def page(handler: object, body: bytes) -> bool:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.send_header("Content-Length", "2")  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        handler.wfile.write(b"{}")  # type: ignore[attr-defined]
        return True

    proxy.always = page
    with pytest.raises(RunError, match="no Elasticsearch, or too old"):
        ensure_index(through_proxy)


def test_an_older_cluster(through_proxy: Settings, proxy: FaultyProxy) -> None:
    def older(handler: object, body: bytes) -> bool:
        if not handler.path.startswith("/_nodes"):  # type: ignore[attr-defined]
            return False
        node = {"nodes": {"a": {"name": "old-1", "version": "9.1.4"}}}
        handler.respond(200, msgspec.json.encode(node))  # type: ignore[attr-defined]
        return True

    proxy.always = older
    with pytest.raises(RunError, match=r"old-1 runs Elasticsearch 9\.1\.4"):
        ensure_index(through_proxy)
    with connect(through_proxy) as client:
        assert not client.indices.exists(index=read_alias(through_proxy)), "nothing half done"


def test_a_cluster_without_the_plugins(through_proxy: Settings, proxy: FaultyProxy) -> None:
    def without_kuromoji(handler: object, body: bytes) -> bool:
        if b"kuromoji_tokenizer" not in body:
            return False
        return answer(400, "illegal_argument_exception")(handler, body)  # type: ignore[arg-type]

    proxy.always = without_kuromoji
    with pytest.raises(RunError, match="lacks the analysis plugin analysis-kuromoji"):
        ensure_index(through_proxy)


def test_a_certificate_that_is_not_trusted(index_settings: Settings, tls_port: int) -> None:
    url = f"https://127.0.0.1:{tls_port}"
    untrusted = msgspec.structs.replace(
        index_settings, elasticsearch_url=url, elasticsearch_password="x"
    )
    with pytest.raises(RunError, match="SEKKO_ELASTICSEARCH_CA"):
        ensure_index(untrusted)
