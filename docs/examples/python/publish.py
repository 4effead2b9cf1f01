"""Publishes one typed event with the generated package, and prints where it stands in the log."""
import os

import redis
from hokusai_events import ModelReadyToDeploy
from hokusai_events.publisher import Publisher

publisher = Publisher(redis.Redis.from_url(os.environ["REDIS_URL"]), source="model-registry")
event = ModelReadyToDeploy(
    model_id="msg-model/1/msg-ai",
    token_symbol="msg-ai",
    metric_name="reply_rate",
    baseline_value=0.75,
    current_value=0.82,
    model_name="msg-model",
    model_version="1",
)
receipt = publisher.publish(event, correlation_id="example")
outcome = "duplicate" if receipt.is_duplicate else "appended"
print(f"{outcome}: entry {receipt.position}, version {receipt.version}, event {receipt.event_id}")
