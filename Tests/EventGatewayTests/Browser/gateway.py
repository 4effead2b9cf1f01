"""A gateway that plays what a scenario wants: the real page and its policy, and recorded answers of the API."""

import http.server
import json
import socketserver
import threading
import time
from urllib.parse import parse_qs, unquote, urlsplit


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, address):
        """A browser that goes away is no error."""


class Gateway:
    """State that a scenario changes while the page looks at it."""

    def __init__(self, page, policy, port=0):
        self.page, self.policy = page, policy
        self.overview = healthy()
        self.letters = letters()
        self.events = []
        self.token = None
        self.roles = ["publish", "read", "operate"]
        self.refusal = None
        self.acts = []
        self.is_silent = False
        self.port = port
        self.connections = set()
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def fitting(self, wanted):
        """The letters that a filter lets through."""
        return [
            letter for letter in self.letters
            if all(wanted.get(key, letter[key]) == letter[key] for key in ("stream", "group", "type"))
            and wanted.get("error", "") in letter["error"]]

    def start(self):
        gateway = self

        class Handler(Answers):
            pass

        Handler.gateway = gateway
        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        self.is_running = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        """Goes away, and so do its connections."""
        self.is_running = False
        self.server.shutdown()
        self.server.server_close()
        for connection in list(self.connections):
            try:
                connection.shutdown(2)
            except OSError:
                pass


class Answers(http.server.BaseHTTPRequestHandler):
    gateway = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def setup(self):
        super().setup()
        self.gateway.connections.add(self.connection)

    def finish(self):
        self.gateway.connections.discard(self.connection)
        super().finish()

    def json(self, value, status=200, headers=()):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in headers:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def problem(self, status, detail):
        self.json({"type": "about:blank", "status": status, "detail": detail}, status)

    @property
    def is_known(self):
        gateway = self.gateway
        return gateway.token is None or f"session={gateway.token}" in self.headers.get("Cookie", "")

    def session(self, is_known=False, headers=()):
        name, roles = ("ops", self.gateway.roles) if is_known or self.is_known else (None, [])
        self.json({"name": name, "roles": roles, "tokens_configured": self.gateway.token is not None}, headers=headers)

    def do_GET(self):
        gateway, address = self.gateway, urlsplit(self.path)
        if address.path == "/":
            body = gateway.page
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", gateway.policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        elif address.path == "/session":
            self.session()
        elif not self.is_known:
            self.problem(401, "a token is needed")
        elif address.path == "/overview/stream":
            self.stream(self.overviews())
        elif address.path == "/events":
            self.stream(self.live())
        elif address.path == "/dead-letters":
            wanted = {name: values[0] for name, values in parse_qs(address.query).items()}
            self.json({"letters": gateway.fitting(wanted), "next": None})
        else:
            self.problem(404, "there is nothing here")

    def do_POST(self):
        gateway = self.gateway
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        path = unquote(self.path)
        if self.headers.get("X-Eventbus-Request") != "1":
            self.problem(403, "the header X-Eventbus-Request is missing")
        elif path == "/session":
            if self.headers.get("Authorization") == f"Bearer {gateway.token}":
                self.session(True, [("Set-Cookie", f"session={gateway.token}; HttpOnly; SameSite=Strict; Path=/")])
            else:
                self.problem(401, "this token is not known")
        elif not self.is_known:
            self.problem(401, "a token is needed")
        elif gateway.refusal:
            self.problem(409, gateway.refusal)
        else:
            gateway.acts.append((path, body.get("reason")))
            _, first, *rest = path.split("/")
            if first == "dead-letters" and len(rest) == 1:
                self.many(body)
                return
            if first == "queues" and not body.get("execute"):
                gateway.acts.pop()
                self.json({"executed": False, "matched": 2, "gone": 0, "more": False, "letters": []})
                return
            if first == "dead-letters":
                gateway.letters = [
                    letter for letter in gateway.letters
                    if [letter["stream"], *letter["id"].split("/")] != rest[:3]]
                gateway.overview["streams"][0]["dead_letters"] = len(gateway.letters)
            if first == "groups":
                group = gateway.overview["streams"][0]["groups"][1]
                pause = {"by": "ops", "since": now(), "reason": body["reason"]}
                group["pause"] = pause if rest[-1] == "pause" else None
            self.json({"done": 2, "refusals": [], "more": False})

    def many(self, body):
        gateway = self.gateway
        found = gateway.fitting(body["filter"])
        if not body["execute"]:
            gateway.acts.pop()
            kinds = [{"stream": letter["stream"], "group": letter["group"], "type": letter["type"], "reason": letter["reason"], "count": 1} for letter in found]
            self.json({"executed": False, "matched": len(found), "more": False, "kinds": kinds, "letters": []})
            return
        gateway.letters = [letter for letter in gateway.letters if letter not in found]
        gateway.overview["streams"][0]["dead_letters"] = len(gateway.letters)
        self.json({"executed": True, "done": len(found), "refusals": [], "more": False})

    def do_DELETE(self):
        self.json({}, headers=[("Set-Cookie", "session=; Max-Age=0; Path=/")])

    def stream(self, events):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for event in events:
            self.wfile.write(event.encode())
            self.wfile.flush()

    def overviews(self):
        while self.gateway.is_running:
            if not self.gateway.is_silent:
                self.gateway.overview["time"] = now()
                yield f"event: overview\ndata: {json.dumps(self.gateway.overview)}\n\n"
            time.sleep(0.5)

    def live(self):
        given = int(self.headers.get("Last-Event-ID", -1)) + 1
        while self.gateway.is_running:
            for number, event in list(enumerate(self.gateway.events))[given:]:
                given = number + 1
                yield f"id: {number}\nevent: {event['type']}\ndata: {json.dumps(event)}\n\n"
            yield ": heartbeat\n\n"
            time.sleep(0.1)


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())


# Recorded answers

def group(name, lag=0, pending=0, oldest=0.0, holder="worker-1", **more):
    return {
        "name": name, "order": "aggregate", "required": True, "pause": None, "lag": lag, "pending": pending,
        "oldest_unfinished_age_seconds": oldest, "members": [holder] if holder else [],
        "partitions": [
            {"partition": 0, "exists": True, "holder": holder, "connected": holder and True, "lag": lag, "pending": pending}],
        "consumers": [{"name": holder, "pending": pending, "idle_seconds": 0.1}] if holder else [], **more}


def stream(name, groups, **more):
    return {
        "name": name, "partitions": 1, "length": 1_284, "bytes": 412_672, "oldest_age_seconds": 93_784.0,
        "dead_letters": 0, "retention_holder": None, "groups": groups, **more}


def queue(list, **more):
    return {
        "list": list, "waiting": 0, "processing": 0, "delayed": 0, "dead": 0, "oldest_waiting_age_seconds": None,
        "failure": None, **more}


def event(type, stream, total, seed):
    recent = [(second * seed * 7 + seed) % 11 if (second * seed) % 3 else 0 for second in range(60)] if seed else [0] * 60
    return {"type": type, "stream": stream, "total": total, "per_second": sum(recent[-10:]) / 10, "recent": recent}


def healthy():
    return {
        "time": now(), "status": "healthy", "reasons": [],
        "server": {
            "reachable": True, "failure": None, "version": "7.0.15", "latency_ms": 0.41, "used_memory_bytes": 18_400_000,
            "memory_limit_bytes": 268_435_456, "memory_high_water": 0.85, "connected_clients": 9,
            "operations_per_second": 312, "durability": "fsync_every_second", "impediment": None, "breaker": "closed",
            "reconnects": 0, "in_flight_commands": 2},
        "streams": [
            stream(
                "model_lifecycle",
                [group("router", holder="serve-1"), group("contract-deployer", pending=3, oldest=1.2),
                 group("audit", order="none", required=False, holder="audit-1")],
                dead_letters=3),
            stream("token_rewards", [group("router", holder="serve-1")])],
        "queues": [queue("hokusai:model_ready_queue", waiting=4, processing=2), queue("hokusai:rewards_queue", dead=2)],
        "events": [
            event("model_registered", "model_lifecycle", 8_412, 2), event("model_ready_to_deploy", "model_lifecycle", 311, 4),
            event("contribution_credited", "token_rewards", 120_733, 5), event("model_retired", "model_lifecycle", 12, 0)],
        "loops": [
            {"name": "router model_lifecycle/0", "age_seconds": 0.2, "dead": False, "failure": None},
            {"name": "retention", "age_seconds": 4.1, "dead": False, "failure": None}],
        "outbox": {"waiting": 0, "oldest_age_seconds": None}}


def degraded():
    overview = healthy()
    overview["status"] = "degraded"
    overview["reasons"] = [
        "group contract-deployer of model_lifecycle is 4,812 events behind; its oldest waits for 3 m 12 s",
        "3 dead letters in model_lifecycle", "used memory is at 91 % of the mark at which publishing is refused"]
    overview["server"]["used_memory_bytes"] = 208_000_000
    first = overview["streams"][0]
    first["retention_holder"] = "contract-deployer"
    first["groups"][1] = group("contract-deployer", lag=4_812, pending=118, oldest=192.0, holder=None)
    first["groups"][2]["pause"] = {"by": "ops", "since": "2026-11-21T22:00:00.000000Z", "reason": "the audit's disk is full"}
    first["partitions"] = 2
    first["groups"].append(group(
        "projection:leader-board", lag=None, required=None,
        partitions=[
            {"partition": 0, "exists": True, "holder": "worker-1", "connected": False, "lag": None, "pending": 4},
            {"partition": 1, "exists": True, "holder": None, "connected": None, "lag": 7, "pending": 0}]))
    overview["loops"][1] = {"name": "retention", "age_seconds": 75.0, "dead": True, "failure": "NOPERM XTRIM"}
    overview["outbox"] = {"waiting": 17, "oldest_age_seconds": 42.0}
    overview["server"]["breaker"] = "half_open"
    return overview


def away():
    overview = healthy()
    overview["status"] = "unhealthy"
    overview["reasons"] = ["Redis can’t be reached: connection refused (127.0.0.1:6379)"]
    overview["server"] |= {
        "reachable": False, "failure": "connection refused (127.0.0.1:6379)", "latency_ms": None, "breaker": "open",
        "connected_clients": None, "operations_per_second": None}
    return overview


HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'


def letters():
    def letter(number, type, error, payload, **more):
        return {
            "stream": "model_lifecycle", "id": f"0/{number}-0", "group": "contract-deployer", "consumer": "worker-1",
            "position": f"17637{number}-0", "attempts": 4, "reason": "attempts_exhausted", "error": error,
            "failed_routes": [], "first_failure": "2026-11-21T22:10:00.000000Z",
            "last_failure": "2026-11-21T22:14:30.000000Z", "buried_at": "2026-11-21T22:14:30.000000Z", "type": type,
            "aggregate_id": f"model-{number}", "event_id": f"0199f3c4-0000-7000-8000-{number:012}",
            "payload": payload, **more}

    return [
        letter(1, "model_ready_to_deploy", "the contract refuses: gas estimate 9,120,000 is above the limit",
               {"model_id": "model-1", "token_symbol": "msg-ai", "contributor_address": "***"}),
        letter(2, "model_ready_to_deploy", f"bad name {HOSTILE}", {"model_id": "2", "model_name": HOSTILE, HOSTILE: 1}),
        letter(3, "model_registered", "no such proposal", {"model_id": "model-3"}, group="router",
               reason="route_failed", failed_routes=["list hokusai:model_ready_queue"])]
