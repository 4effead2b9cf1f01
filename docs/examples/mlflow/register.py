"""Registers a model version in MLflow as an ML engineer does; the bus hears of it by itself.

    MLFLOW_TRACKING_URI=http://127.0.0.1:5000 python3 register.py msg-model msg-ai reply_rate 0.75 0.82

The arguments are the model's name, its token, the metric, the baseline, and the value that this run reached (`nan` and
`none` are possible, too). Nothing here knows of the bus: the three tags say that the model has a token, and what its
version must reach. Needs `pip install mlflow`; register_rest.py does the same with nothing but Python.
"""
import sys

from mlflow import MlflowClient

name, token, metric, baseline, value = sys.argv[1:6]
client = MlflowClient()

found = client.get_experiment_by_name(name)
run = client.create_run(found.experiment_id if found else client.create_experiment(name))
if value != "none":
    client.log_metric(run.info.run_id, metric, float(value))
client.set_terminated(run.info.run_id)

if not client.search_registered_models(f"name = '{name}'"):
    client.create_registered_model(name)
version = client.create_model_version(
    name,
    source=f"runs:/{run.info.run_id}/model",
    run_id=run.info.run_id,
    tags={"hokusai_token_id": token, "benchmark_metric": metric, "benchmark_value": baseline},
)
print(f"registered {name}/{version.version} of run {run.info.run_id}")
