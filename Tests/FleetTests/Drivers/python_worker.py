"""A worker that reads as strictly as the deployed Python services: python_worker.py SOCKET LIST COUNT.

Takes COUNT messages of LIST with BRPOPLPUSH, refuses whatever the deployed classes would refuse, removes each from the
processing list by its raw bytes, and prints its payload. What is refused is pushed to LIST:dlq as the deployed library does.
"""
import json
import re
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Dict, Optional

import redis


def instant(text: str) -> datetime:
    """datetime.fromisoformat as Python 3.8 has it: three or six digits of a fraction or none, no Z; and without an offset."""
    if not isinstance(text, str):
        raise TypeError("a timestamp is a text, not %r" % (text,))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3}|\.\d{6})?", text):
        raise ValueError("Invalid isoformat string: %r" % (text,))
    return datetime.fromisoformat(text)


def refuse_constant(token: str) -> None:
    raise ValueError("%s is no JSON" % token)


@dataclass
class Envelope:
    message_id: str
    message_type: str
    payload: Dict[str, Any]
    timestamp: str
    retry_count: int
    max_retries: int


@dataclass
class ModelReady:
    model_id: str
    token_symbol: str
    metric_name: str
    baseline_value: float
    current_value: float
    model_name: str
    model_version: str
    mlflow_run_id: Optional[str]
    status: str
    proposal_identifier: Optional[str]
    improvement_percentage: Optional[float]
    contributor_address: Optional[str]
    experiment_name: Optional[str]
    tags: Optional[Dict[str, str]]
    api_schema: Optional[Dict[str, Any]]
    eval_spec: Optional[Any]
    scorer_ref: Optional[str]
    primary_metric: Optional[str]
    benchmark_spec_id: Optional[str]
    timestamp: str
    message_version: str

    def check(self) -> None:
        for name in ("model_id", "token_symbol", "metric_name", "model_name", "model_version"):
            if not isinstance(getattr(self, name), str) or not getattr(self, name):
                raise ValueError("%s is a text" % name)
        for name in ("baseline_value", "current_value"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
                raise ValueError("%s is a number" % name)
        if not re.fullmatch(r"[a-z0-9-]{1,64}", self.token_symbol):
            raise ValueError("the symbol is lower-case")
        if self.status != "registered" or self.message_version != "1.0" or self.proposal_identifier != self.token_symbol:
            raise ValueError("the constants are others")
        if self.contributor_address is not None and not re.fullmatch(r"0x[a-fA-F0-9]{40}", self.contributor_address):
            raise ValueError("the address is none")
        age(self.timestamp)


def age(text: str) -> float:
    """What the deployed monitor reckons: it raises TypeError for a time with an offset."""
    return (datetime.utcnow() - instant(text)).total_seconds()


def read(raw: bytes) -> ModelReady:
    message = json.loads(raw, parse_constant=refuse_constant)
    envelope = Envelope(**message)  # TypeError on any key too many or too few
    if len(message) != 6 or envelope.message_type != "model_ready_to_deploy" or envelope.retry_count != 0:
        raise ValueError("not the envelope")
    age(envelope.timestamp)
    ready = ModelReady(**envelope.payload)
    ready.check()
    return ready


def main() -> None:
    server = redis.Redis(unix_socket_path=sys.argv[1])
    name, count = sys.argv[2], int(sys.argv[3])
    processing = name + ":processing"
    for _ in range(count):
        raw = server.brpoplpush(name, processing, timeout=20)
        if raw is None:
            raise SystemExit("nothing came")
        try:
            print(json.dumps(asdict(read(raw)), sort_keys=True), flush=True)
        except (TypeError, ValueError) as error:
            letter = {"original_message": raw.decode(), "error": str(error), "failed_at": "", "original_queue": name}
            server.lpush(name + ":dlq", json.dumps(letter))
        if server.lrem(processing, 1, raw) != 1:
            raise SystemExit("the raw bytes were not in the processing list")


main()
