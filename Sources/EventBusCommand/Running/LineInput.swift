import Foundation
import Synchronization

/// The lines of a file handle, as the bytes that came: `readLine` would repair what is no UTF-8, and the event would be
/// another.
final class LineInput: Sendable {
    private struct State {
        var pending: ArraySlice<UInt8> = []
        var isAtEnd = false
    }

    private let handle: FileHandle
    private let state = Mutex(State())

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    /// The next line without its line feed; `nil` at the end. Waits as long as the writer takes.
    func next() -> [UInt8]? {
        state.withLock { state in
            while true {
                if let end = state.pending.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = state.pending[..<end]
                    state.pending = state.pending[(end + 1)...]
                    return Array(line)
                }
                if state.isAtEnd {
                    guard !state.pending.isEmpty else { return nil }
                    let line = Array(state.pending)
                    state.pending = []
                    return line
                }
                let more = handle.availableData
                state.isAtEnd = more.isEmpty
                state.pending = ArraySlice(state.pending + more)
            }
        }
    }
}
