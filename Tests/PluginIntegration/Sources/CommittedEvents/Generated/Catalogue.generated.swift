// Generated from depot.catalogue.yaml; edit that file, not this one.
// swift-format-ignore-file

public import EventBus

/// What the catalogue declares.
public enum Catalogue {
    /// The catalogue's id, the prefix of every CloudEvents type.
    public static let id: String = "com.example.depot"
    /// Every event that the catalogue declares.
    public static let declarations: [EventDeclaration] = [.parcelStored]
    /// Every stream that the catalogue declares.
    public static let streams: [StreamDeclaration] = [.depot]
}

extension StreamDeclaration {
    static let depot = StreamDeclaration(
        name: "depot", partitions: 1, durability: .fsyncEverySecond,
        delivery: DeliveryPolicy(attempts: 4, backoff: RetryBackoff(base: .seconds(1), factor: 2.0, max: .seconds(30)), ackTimeout: .seconds(60), afterDeadLetter: .continue),
        groups: [])
}
