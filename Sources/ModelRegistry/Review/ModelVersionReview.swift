/// The one way by which the events of a model version come about.
public struct ModelVersionReview: Sendable {
}
