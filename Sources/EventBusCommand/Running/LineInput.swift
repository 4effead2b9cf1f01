import Foundation
import Synchronization

/// The lines of a file handle, as the bytes that came: `readLine` would repair what is no UTF-8, and the event would be
/// another.
final class LineInput: Sendable {
    private struct State {
        var pending: [UInt8] = []
        /// Where the line that is being read begins.
        var start = 0
        /// How far line feeds were looked for.
        var searched = 0
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
                if let end = state.pending[state.searched...].firstIndex(of: UInt8(ascii: "\n")) {
                    let line = Array(state.pending[state.start..<end])
                    (state.start, state.searched) = (end + 1, end + 1)
                    return line
                }
                state.searched = state.pending.count
                if state.isAtEnd {
                    let line = Array(state.pending[state.start...])
                    state.start = state.pending.count
                    return line.isEmpty ? nil : line
                }
                state.pending.removeFirst(state.start)
                state.searched -= state.start
                state.start = 0
                let more = handle.availableData
                state.isAtEnd = more.isEmpty
                state.pending += more
            }
        }
    }
}
