/// Changes of what a consumer group keeps beside a partition's log: commands, each on one key of that group and partition.
///
/// ```swift
/// var changes = StateChanges()
/// changes.append("HINCRBY", "deployments", modelID, "1")
/// changes.append("SET", "last", deployment.deploymentID)
/// try await delivery.acknowledge(with: changes)
/// ```
public struct StateChanges: Sendable, Hashable {
    struct Change: Sendable, Hashable {
        let command: String
        let name: String
        let arguments: [[UInt8]]
    }

    private(set) var changes: [Change] = []

    /// No change.
    public init() {}

    /// Adds a command.
    ///
    /// - Parameters:
    ///   - command: A Redis command whose first argument is its only key, such as `HINCRBY`.
    ///   - name: What the group calls the value; the whole key is ``EventBus/Delivery/stateKey(_:)``.
    ///   - arguments: What follows the key.
    public mutating func append(_ command: String, _ name: String, _ arguments: String...) {
        append(command, name, arguments.map { Array($0.utf8) })
    }

    /// Adds a command with arguments that are bytes.
    public mutating func append(_ command: String, _ name: String, _ arguments: [[UInt8]]) {
        changes.append(Change(command: command, name: name, arguments: arguments))
    }
}
