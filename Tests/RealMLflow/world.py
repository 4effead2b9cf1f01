"""The processes of the test and how they are ended: redis-server, `mlflow server` and `eventbus serve`, all on loopback."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

import redis

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-this-test-alone"


class Failed(Exception):
    """What did not hold."""


def await_that(sentence, condition, within=60.0):
    """Waits until a condition holds, and says so; what it gave last is returned."""
    started = time.monotonic()
    while True:
        found = condition()
        if found:
            print(f"  {time.monotonic() - started:5.1f} s  {sentence}", flush=True)
            return found
        if time.monotonic() - started > within:
            raise Failed(f"not within {within:.0f} s: {sentence}")
        time.sleep(0.05)


def claim(sentence, holds, found=None):
    """States what must hold now."""
    if not holds:
        raise Failed(f"{sentence}: {found!r}")
    print(f"           {sentence}", flush=True)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(url):
    """An answer as text; nothing where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, OSError):
        return None


class World:
    def __init__(self, venv, eventbus):
        self.venv, self.eventbus = pathlib.Path(venv).absolute(), pathlib.Path(eventbus).absolute()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mlflow-test-"))
        self.running = {}
        # Their ports stay the same when they are started again: MLflow knows the bridge's by its webhook.
        self.mlflow_port, self.bridge_port = free_port(), free_port()
        self.mlflow = f"http://127.0.0.1:{self.mlflow_port}"
        self.bridge = f"http://127.0.0.1:{self.bridge_port}"
        self.socket = self.folder / "redis.sock"
        self.redis = redis.Redis(unix_socket_path=str(self.socket))
        python = [str(self.venv / "bin/python"), "-c", "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"]
        self.key = subprocess.run(python, capture_output=True, text=True, check=True).stdout.strip()

    def _start(self, name, arguments, **variables):
        log = open(self.folder / f"{name}.log", "ab")
        # A session of its own, so that what it starts ends with it.
        self.running[name] = subprocess.Popen(
            arguments, cwd=self.folder, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=log,
            stderr=log, start_new_session=True)
        log.close()

    def end(self, name, how=signal.SIGTERM):
        """Ends a process and all that it started."""
        process = self.running.pop(name, None)
        if process is None:
            return
        for number, patience in ((how, 15), (signal.SIGKILL, 15)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
        return process.returncode

    def start_redis(self):
        self._start("redis", [
            "redis-server", "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder),
            "--save", "", "--appendonly", "yes", "--appendfsync", "always"])
        await_that("Redis answers", self._redis_answers)

    def _redis_answers(self):
        try:
            return self.redis.ping()
        except redis.RedisError:
            return False

    def start_mlflow(self):
        self._start(
            "mlflow",
            [str(self.venv / "bin/mlflow"), "server", "--host", "127.0.0.1", "--port", str(self.mlflow_port),
             "--backend-store-uri", f"sqlite:///{self.folder}/mlflow.db",
             "--artifacts-destination", str(self.folder / "artifacts"), "--workers", "1"],
            MLFLOW_WEBHOOK_ALLOWED_SCHEMES="http,https", MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS="true",
            MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY=self.key, MLFLOW_DISABLE_TELEMETRY="true", DO_NOT_TRACK="true",
            MLFLOW_SERVER_ENABLE_JOB_EXECUTION="false")
        await_that("MLflow answers", lambda: fetch(self.mlflow + "/health"), within=120)

    @property
    def variables(self):
        """What the bus is told, by its command as by `eventbus serve`."""
        return {
            "REDIS_URL": f"unix://{self.socket}",
            "EVENTBUS_CATALOGUE": str(ROOT / "schemas"),
            "MLFLOW_TRACKING_URI": self.mlflow,
            "EVENTBUS_MLFLOW_WEBHOOK_SECRET": SECRET,
            "EVENTBUS_MLFLOW_POLL_INTERVAL": "1s",
        }

    def start_bridge(self):
        self._start(
            "bridge", [str(self.eventbus), "serve", "--host", "127.0.0.1", "--port", str(self.bridge_port)],
            **self.variables)
        await_that("the bus answers", lambda: fetch(self.bridge + "/ready"))

    def command(self, *arguments):
        """Runs the bus's command to its end; what it says."""
        ended = subprocess.run(
            [str(self.eventbus), *arguments], cwd=self.folder, env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        if ended.returncode != 0:
            raise Failed(f"eventbus {' '.join(arguments)}: {ended.returncode}\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def register(self, *arguments, plain=False):
        """Registers a version by the script of an ML engineer: which one."""
        script = ROOT / "docs/examples/mlflow" / ("register_rest.py" if plain else "register.py")
        python = "python3" if plain else str(self.venv / "bin/python")
        ended = subprocess.run(
            [python, "-B", str(script), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=120, env={**os.environ, "MLFLOW_TRACKING_URI": self.mlflow})
        found = re.search(r"^registered (\S+)/(\S+) of run", ended.stdout, re.MULTILINE)
        if ended.returncode != 0 or found is None:
            raise Failed(f"{script.name} {' '.join(arguments)}: {ended.stdout}{ended.stderr}")
        return found[1], found[2]

    def log(self):
        """What is in the log, in its order: types and models."""
        entries = self.redis.xrange("hokusai:{model_lifecycle:0}:log")
        return [(fields[b"type"].decode(), fields[b"subject"].decode()) for _, fields in entries]

    def close(self, keep):
        for name in list(self.running):
            self.end(name)
        if keep:
            print(f"logs and data: {self.folder}", flush=True)
        else:
            shutil.rmtree(self.folder)


class LiveEvents:
    """Reads `GET /events` beside the test, as the dashboard does, and goes on by its cursor when the bus comes back."""

    def __init__(self, bridge):
        self.seen = []
        self._url = bridge + "/events?from=beginning"
        self._cursor = None
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        while True:
            with contextlib.suppress(urllib.error.URLError, OSError):
                headers = {"Last-Event-ID": self._cursor} if self._cursor else {}
                with urllib.request.urlopen(urllib.request.Request(self._url, headers=headers), timeout=60) as answer:
                    self._read(answer)
            time.sleep(0.1)

    def _read(self, answer):
        message = {}
        for line in answer:
            word, _, rest = line.decode().rstrip("\n").partition(": ")
            if word:
                message[word] = rest
                continue
            if "data" in message:
                event = json.loads(message["data"])
                self.seen.append((message["event"], event.get("subject")))
            self._cursor = message.get("id", self._cursor)
            message = {}
