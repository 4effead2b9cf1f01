"""Registers a model version in MLflow over its REST interface; the bus hears of it by itself.

    MLFLOW_TRACKING_URI=http://127.0.0.1:5000 python3 register_rest.py msg-model msg-ai reply_rate 0.75 0.82

The arguments are the model's name, its token, the metric, the baseline, and the value that this run reached (`none`
where it has none). With `--tags-later` the version comes first, without its run, and its tags one by one afterwards, as
Hokusai's own registry has it. Needs nothing but Python; MLFLOW_TRACKING_TOKEN is sent where it is set.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

base = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000").rstrip("/")


class Refused(Exception):
    """What MLflow did not do."""

    def __init__(self, path, answer):
        super().__init__(f"MLflow at {base} refused {path}: {answer}")
        self.code = answer.get("error_code") if isinstance(answer, dict) else None


def call(path, body=None, query=None):
    headers = {"Content-Type": "application/json"}
    if os.environ.get("MLFLOW_TRACKING_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]
    url = f"{base}/api/2.0/mlflow/{path}" + ("?" + urllib.parse.urlencode(query) if query else "")
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        raise Refused(path, json.loads(text) if text.startswith("{") else text) from error


def unless_there(path, body):
    """Creates what may be there already: then it is `None`."""
    try:
        return call(path, body)
    except Refused as error:
        if error.code != "RESOURCE_ALREADY_EXISTS":
            raise
        return None


def register(name, token, metric, baseline, value, tags_later):
    now = int(time.time() * 1000)
    experiment = unless_there("experiments/create", {"name": name})
    if experiment is None:
        experiment = call("experiments/get-by-name", query={"experiment_name": name})["experiment"]
    started = call("runs/create", {"experiment_id": experiment["experiment_id"], "start_time": now})
    run = started["run"]["info"]["run_id"]
    if value != "none":
        call("runs/log-metric", {"run_id": run, "key": metric, "value": float(value), "timestamp": now})
    call("runs/update", {"run_id": run, "status": "FINISHED", "end_time": now})

    unless_there("registered-models/create", {"name": name})
    tags = {"hokusai_token_id": token, "benchmark_metric": metric, "benchmark_value": baseline}
    if tags_later:
        # MLflow takes no source inside a run without the run's id.
        version = {"name": name, "source": f"s3://models/{name}/{run}"}
    else:
        version = {"name": name, "source": f"runs:/{run}/model", "run_id": run}
        version["tags"] = [{"key": key, "value": text} for key, text in tags.items()]
    number = call("model-versions/create", version)["model_version"]["version"]
    # The run first: with the last of the three tags the version is judged.
    for key, text in {"mlflow_run_id": run, **tags}.items() if tags_later else ():
        call("model-versions/set-tag", {"name": name, "version": number, "key": key, "value": text})
    print(f"registered {name}/{number} of run {run}")


words = [word for word in sys.argv[1:] if word != "--tags-later"]
try:
    register(*words, tags_later="--tags-later" in sys.argv)
except (Refused, urllib.error.URLError) as error:
    sys.exit(f"not registered, MLflow at {base}: {error}")
