import EventBus
import RedisClient

/// What must be known of a try whose answer was lost to find out later what became of it: on which connection it went, and
/// where the logs ended before.
struct LostTry: Sendable, Hashable {
    /// `nil` where the server does not tell.
    let connection: RedisConnectionIdentity?
    /// By partition.
    let floors: [Int: StreamPosition]

    init(connection: RedisConnectionIdentity?, floors: [Int: StreamPosition]) {
        self.connection = connection
        self.floors = floors
    }

    /// The same as text: `client=12 run=5f2… 0=1795272124487-0`.
    var doubt: AppendDoubt {
        let ends = floors.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let name = connection.map { ["client=\($0.clientID)", "run=\($0.runID)"] } ?? []
        return AppendDoubt(text: (name + ends).joined(separator: " "))
    }

    /// Reads ``doubt``; `nil` for anything else.
    init?(_ doubt: AppendDoubt) {
        var clientID: Int64?
        var runID: String?
        var floors: [Int: StreamPosition] = [:]
        for word in doubt.text.split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "client": clientID = Int64(parts[1])
            case "run": runID = String(parts[1])
            default:
                guard let partition = Int(parts[0]), let floor = StreamPosition(parts[1]) else { return nil }
                floors[partition] = floor
            }
        }
        self.floors = floors
        connection =
            if let clientID, let runID { RedisConnectionIdentity(clientID: clientID, runID: runID) } else { nil }
    }
}
