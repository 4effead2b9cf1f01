public import EventBus
import Synchronization

extension InMemoryEventBus {
    /// What a group has given up on and nobody has redriven or discarded, oldest first.
    ///
    /// - Parameters:
    ///   - group: The group; every group unless given.
    ///   - stream: The stream; every stream unless given.
    public func deadLetters(group: String? = nil, of stream: StreamDeclaration? = nil) -> [InMemoryDeadLetter] {
        state.withLock { state in
            state.letters.filter { letter in
                group.map { $0 == letter.group } ?? true && stream.map { $0.name == letter.stream } ?? true
            }
        }
    }

    /// Gives a dead letter back to its group, as a first attempt; what it held waits behind it.
    ///
    /// - Returns: Whether this call did it: of two that redrive one letter one does.
    @discardableResult
    public func redrive(_ letter: InMemoryDeadLetter) -> Bool {
        settle(letter) { $0.redrive($1, $2) }
    }

    /// Gives a dead letter up for good; what it held goes on.
    ///
    /// - Returns: Whether this call did it.
    @discardableResult
    public func discard(_ letter: InMemoryDeadLetter) -> Bool {
        settle(letter) { $0.discard($1, $2) }
    }

    private func settle(
        _ letter: InMemoryDeadLetter, _ change: (inout GroupPartition, Int, MemoryLog.Entry) -> Void
    ) -> Bool {
        var isDone = false
        turn { state, _ in
            let name = BusState.LogName(stream: letter.stream, partition: letter.partition)
            guard
                let place = state.letters.firstIndex(where: {
                    $0.group == letter.group && $0.position == letter.position && $0.stream == letter.stream
                        && $0.partition == letter.partition
                }), let group = state.knownGroup(letter.group, of: letter.stream),
                let log = state.logs[name], let index = log.index(of: letter.position)
            else { return }
            if state.sabotage != .redrivesTwice { state.letters.remove(at: place) }
            change(&state.groups[group].partitions[letter.partition], index, log.entries[index])
            isDone = true
        }
        return isDone
    }
}
