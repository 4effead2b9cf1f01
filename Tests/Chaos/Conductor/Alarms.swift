import Foundation

/// What the roles' logs must say when the log was lost.
enum Alarms {
    /// The groups none of whose processes told of the loss.
    static func missing(_ stage: Stage, _ cast: Cast) async -> [String] {
        var told: [String: Bool] = [:]
        for player in cast.players where player.kind == .router || player.kind == .consumer {
            let group = player.group ?? "router"
            for witness in await player.witnesses {
                let log = (try? String(contentsOfFile: stage.log(of: witness), encoding: .utf8)) ?? ""
                told[group, default: false] = told[group, default: false] || log.contains("log lost")
            }
        }
        return told.filter { !$0.value }.keys.sorted().map { "group \($0): no “log lost” in any process' log" }
    }
}
