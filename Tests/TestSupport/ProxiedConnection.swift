import NIOCore
import Synchronization

/// A client's connection and the one that the proxy made to the server for it. Used on the event loop only.
final class ProxiedConnection: Sendable {
    private enum Piece: Sendable {
        case bytes(ByteBuffer)
        /// The sender has closed its end.
        case end
    }

    private struct Way: Sendable {
        var isFrozen = false
        var held: [Piece] = []
        /// How many bytes may still pass before the connection is cut; `nil` for any number.
        var untilCut: Int?
        /// When the last piece that was delayed is due.
        var lastDue = NIODeadline.distantPast
    }

    private struct State: Sendable {
        var toServer = Way()
        var toClient = Way()
        var openEnds = 2

        subscript(direction: FaultProxy.Direction) -> Way {
            get { direction == .toServer ? toServer : toClient }
            set { if direction == .toServer { toServer = newValue } else { toClient = newValue } }
        }
    }

    private let client: any Channel
    private let server: any Channel
    private let faults: ProxyFaults
    private let state = Mutex(State())

    init(client: any Channel, server: any Channel, faults: ProxyFaults) {
        self.client = client
        self.server = server
        self.faults = faults
    }

    func heldByteCount(_ direction: FaultProxy.Direction) -> Int {
        state.withLock { state in
            state[direction].held.reduce(0) { sum, piece in
                if case .bytes(let bytes) = piece { sum + bytes.readableBytes } else { sum }
            }
        }
    }

    /// Bytes have come that go in a direction.
    func received(_ bytes: ByteBuffer, _ direction: FaultProxy.Direction) {
        if let count = faults.takeCut(direction) { state.withLock { $0[direction].untilCut = count } }
        pass(.bytes(bytes), direction)
    }

    /// The sender of a direction has closed its end.
    func ended(_ direction: FaultProxy.Direction) {
        if state.withLock({ state in
            state.openEnds -= 1
            return state.openEnds
        }) == 0 {
            faults.remove(self)
        }
        pass(.end, direction)
    }

    func freeze(_ directions: Set<FaultProxy.Direction>) {
        state.withLock { state in for direction in directions { state[direction].isFrozen = true } }
    }

    func thaw() {
        for direction in FaultProxy.Direction.allCases {
            let held = state.withLock { state in
                state[direction].isFrozen = false
                defer { state[direction].held = [] }
                return state[direction].held
            }
            for piece in held { pass(piece, direction) }
        }
    }

    func cut() {
        state.withLock { state in for direction in FaultProxy.Direction.allCases { state[direction].held = [] } }
        client.close(promise: nil)
        server.close(promise: nil)
    }

    private func pass(_ piece: Piece, _ direction: FaultProxy.Direction) {
        let delay = faults.delay
        enum Next { case nothing, deliver, later(NIODeadline) }
        let next = state.withLock { state -> Next in
            if state[direction].isFrozen {
                state[direction].held.append(piece)
                return .nothing
            }
            let last = state[direction].lastDue
            guard delay > .zero || last > .now() else { return .deliver }
            // Behind those that wait already, though the delay may have become shorter.
            let due = max(.now() + delay, last + .nanoseconds(1))
            state[direction].lastDue = due
            return .later(due)
        }
        switch next {
        case .nothing: break
        case .deliver: deliver(piece, direction)
        case .later(let due): client.eventLoop.scheduleTask(deadline: due) { self.deliver(piece, direction) }
        }
    }

    private func deliver(_ piece: Piece, _ direction: FaultProxy.Direction) {
        let receiver = direction == .toServer ? server : client
        guard case .bytes(var bytes) = piece else {
            receiver.close(promise: nil)
            return
        }
        let isCut = state.withLock { state in
            guard let rest = state[direction].untilCut else { return false }
            state[direction].untilCut = max(0, rest - bytes.readableBytes)
            if rest < bytes.readableBytes { bytes = bytes.getSlice(at: bytes.readerIndex, length: rest) ?? bytes }
            return state[direction].untilCut == 0
        }
        faults.count(bytes.readableBytes, direction)
        receiver.writeAndFlush(bytes, promise: nil)
        if isCut { cut() }
    }
}
