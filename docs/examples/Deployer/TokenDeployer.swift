import EventBus
import HokusaiEvents
import Logging

/// Takes `model_ready_to_deploy` as an order, deploys the model's token, and answers with `deployed`.
///
/// An order is delivered at least once. So whatever it causes is named by the event's id: the second try finds the
/// transaction of the first, and `deployed`, whose idempotency key has the transaction in it, is appended once.
struct TokenDeployer: Sendable {
    let chain: FolderChain
    let logger: Logger

    /// Deploys the token of one order. What it throws is tried again by the stream's policy, then a dead letter.
    func deploy(_ order: ModelReadyToDeploy, _ delivery: Delivery) async throws {
        let envelope = try delivery.envelope()
        let transaction = try await chain.deploy(order.tokenSymbol, salt: envelope.id.description)
        // Published through the delivery, it says that it follows from the order, and belongs to the same story.
        let receipt = try await delivery.publish(
            Deployed(
                modelID: order.modelID, modelName: order.modelName, modelVersion: order.modelVersion,
                tokenSymbol: order.tokenSymbol, tokenAddress: transaction.address, network: .localhost,
                transactionHash: transaction.hash, blockNumber: transaction.block,
                contributorAddress: order.contributorAddress, mlflowRunID: order.mlflowRunID))
        logger.info("deployed \(order.tokenSymbol) of \(order.modelID) at \(transaction.address): \(receipt.outcome)")
    }
}
