import Foundation

/// The path of a folder of its own for one test, which goes with it.
final class TemporaryPath: Sendable {
    let path = NSTemporaryDirectory() + "eventbus-embedded-" + UUID().uuidString.prefix(8)

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
