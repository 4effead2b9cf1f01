/// Messages as the deployed services write them.
enum Answers {
    /// The token deployer's answer.
    static let full = answer(hash: "0x9fc76417374aa880d4449a1f7f31ec597f00b1f6f3dd2d66f4c9c6c445836d8b")

    static func answer(hash: String, model: String = "msg-model/1/MSG-AI", block: String = "6500123") -> String {
        """
        {"event_type":"token_deployed","model_id":"\(model)","token_address":"0x5FbDB2315678afecb367f032d93F642f64180aa3",
         "token_symbol":"MSG-AI","token_name":"Hokusai MSG-AI","transaction_hash":"\(hash)",
         "registry_transaction_hash":null,"mlflow_run_id":"abc123","model_name":"msg-model","model_version":1,
         "deployment_timestamp":"2026-11-21T09:12:33.5","deployer_address":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
         "network":"Sepolia","block_number":"\(block)","gas_used":"2315678","gas_price":31000000000,
         "performance_metric":"reply_rate","performance_improvement":9.3,"message_version":"1.0",
         "_metadata":{"correlationId":"story","source":"hokusai-token","publishedAt":"2026-11-21T09:12:34Z"}}
        """
    }

    /// The Python publisher's order.
    static func order(id: String, model: String = "msg-model/1", symbol: String = "msg-ai") -> String {
        """
        {"message_id": "\(id)", "message_type": "model_ready_to_deploy", "payload": {"model_id": "\(model)/\(symbol)", "token_symbol":
        "\(symbol)", "metric_name": "reply_rate", "baseline_value": 0.1342, "current_value": 0.1523, "model_name": "msg-model",
        "model_version": "1", "mlflow_run_id": null, "status": "registered", "proposal_identifier": "\(symbol)",
        "improvement_percentage": 13.487332339791338, "contributor_address": "0x742d35Cc6634C0532925a3b844Bc9e7595f0bEb1",
        "experiment_name": "baseline-improvements", "tags": {"dataset": "v2", "rows": 7}, "api_schema": null, "eval_spec": null,
        "scorer_ref": null, "primary_metric": null, "benchmark_spec_id": null, "timestamp": "2026-11-21T09:12:33.507397",
        "message_version": "1.0"}, "timestamp": "2026-11-21T09:12:33.507397", "retry_count": 0, "max_retries": 3}
        """
    }
}
