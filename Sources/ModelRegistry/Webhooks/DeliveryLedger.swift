/// Remembers which deliveries have been dealt with, for all gateways together: MLflow sends one again whose answer it did not get.
///
/// What it forgets, or can't be asked, costs a review for nothing and no event: the history of a version decides about these.
package protocol DeliveryLedger: Sendable {
    /// Whether a delivery has been dealt with; `false` where that can't be found out.
    func contains(_ deliveryID: String) async -> Bool
    /// Notes that a delivery has been dealt with, for a day.
    func add(_ deliveryID: String) async
}
