"""The import, against a loopback server that answers as Kibana does."""

from __future__ import annotations

import json

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner
from werkzeug import Request, Response

from pipeline.errors import RunError, TransientError
from pipeline.serve.kibana.install import install_objects
from pipeline.settings import Settings

IMPORT, ADVANCED = "/s/test/api/saved_objects/_import", "/s/test/internal/kibana/settings"


@pytest.fixture
def kibana(httpserver: HTTPServer) -> HTTPServer:
    httpserver.expect_request(ADVANCED, method="POST").respond_with_json({"settings": {}})
    return httpserver


def settings_of(server: HTTPServer, **more: str) -> Settings:
    return Settings(kibana_url=server.url_for("/s/test/"), **more)


def test_it_posts_all_objects_and_sets_the_time_zone(kibana: HTTPServer) -> None:
    seen: list[Request] = []

    def take(request: Request) -> Response:
        seen.append(request)
        lines = request.files["file"].read().splitlines()
        assert all(json.loads(line)["type"] for line in lines)
        view = json.loads(lines[0])["attributes"]
        assert (view["title"], view["timeFieldName"]) == ("other-posts", "timeline_at")
        answer = {"success": True, "successCount": len(lines), "warnings": []}
        return Response(json.dumps(answer), content_type="application/json")

    kibana.expect_request(
        IMPORT, method="POST", query_string="overwrite=true"
    ).respond_with_handler(take)
    done = install_objects(
        settings_of(kibana, elasticsearch_api_key="c2VjcmV0", index_prefix="other")
    )
    assert (done.objects, done.timezone) == (8, True)
    assert done.url.endswith("/s/test/app/dashboards")
    assert seen[0].headers["kbn-xsrf"] == "true"
    assert seen[0].headers["Authorization"] == "ApiKey c2VjcmV0"
    changed = next(r for r, _ in kibana.log if r.path == ADVANCED)
    assert changed.json == {"changes": {"dateFormat:tz": "Asia/Tokyo"}}


def test_a_refused_time_zone_is_said_and_no_fault(httpserver: HTTPServer) -> None:
    httpserver.expect_request(IMPORT).respond_with_json({"success": True, "successCount": 8})
    httpserver.expect_request(ADVANCED).respond_with_json({}, status=403)
    done = install_objects(settings_of(httpserver))
    assert (done.objects, done.timezone) == (8, False)


def test_user_and_password_are_sent_when_there_is_no_key(kibana: HTTPServer) -> None:
    kibana.expect_request(
        IMPORT, headers={"Authorization": "Basic ZWxhc3RpYzpwdw=="}
    ).respond_with_json({"success": True, "successCount": 8})
    assert install_objects(settings_of(kibana, elasticsearch_password="pw")).objects == 8


CONFLICT = {
    "success": False,
    "errors": [{"type": "dashboard", "id": "sekko-overview", "error": {"type": "conflict"}}],
}


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        (401, {}, RunError, "refuses the user or key"),
        (403, {}, RunError, "may not import"),
        (503, {}, TransientError, "busy"),
        (500, {"message": "document belongs to a more recent version"}, RunError, "more recent"),
        (200, CONFLICT, RunError, "dashboard sekko-overview: conflict"),
    ],
)
def test_answers_become_named_errors(
    kibana: HTTPServer, status: int, body: dict[str, object], error: type[Exception], says: str
) -> None:
    kibana.expect_request(IMPORT).respond_with_json(body, status=status)
    with pytest.raises(error, match=says):
        install_objects(settings_of(kibana))


def test_a_kibana_that_is_down_is_transient() -> None:
    with pytest.raises(TransientError, match="cannot be reached"):
        install_objects(Settings(kibana_url="http://127.0.0.1:9"))


def test_without_a_url_it_says_which_setting() -> None:
    with pytest.raises(RunError, match="SEKKO_KIBANA_URL"):
        install_objects(Settings())


def test_something_that_is_no_kibana_is_refused(httpserver: HTTPServer) -> None:
    httpserver.expect_request(IMPORT).respond_with_data("<html>hello", content_type="text/html")
    with pytest.raises(RunError, match="answered 200: <html>hello"):
        install_objects(settings_of(httpserver))


def test_the_command(kibana: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    from pipeline.commands import kibana as command

    kibana.expect_request(IMPORT).respond_with_json({"success": True, "successCount": 8})
    monkeypatch.setenv("SEKKO_KIBANA_URL", kibana.url_for("/s/test"))
    app = typer.Typer()
    command.register(app)
    result = CliRunner().invoke(app, ["kibana", "install"])
    assert result.exit_code == 0
    assert result.output.startswith("8 objects installed: http://")
