/// Reviews model versions for those who find them: the bridge, the reconciler, the command line.
package struct VersionReviewer: Sendable {
    /// Reviews a version; what MLflow said of it is given where it was asked already.
    package typealias Review = @Sendable (ModelVersionName, MLflowModelVersion?) async throws -> ReviewResult

    /// Publishes what follows.
    package let publish: Review
    /// Works out what would follow, and publishes nothing.
    package let preview: Review

    /// Names both ways.
    package init(publish: @escaping Review, preview: @escaping Review) {
        self.publish = publish
        self.preview = preview
    }
}
