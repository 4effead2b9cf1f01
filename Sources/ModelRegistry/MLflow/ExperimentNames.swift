import Synchronization

/// The names of experiments that were asked for: thousands of versions belong to a few experiments. Bounded; when it is full
/// it begins anew.
final class ExperimentNames: Sendable {
    private let names = Mutex<[String: String]>([:])
    private let limit = 256

    subscript(id: String) -> String? {
        get { names.withLock { $0[id] } }
        set {
            names.withLock { names in
                if names.count >= limit { names.removeAll() }
                names[id] = newValue
            }
        }
    }
}
