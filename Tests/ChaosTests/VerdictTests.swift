import EventBus
import Testing

@testable import EventBusChaos

@Suite("The ledger")
struct VerdictTests {
    @Test("a run that went well has no violations, and its figures are right")
    func innocent() {
        let verdict = Verdict(Story().ledger)
        #expect(!verdict.isGuilty, "\(verdict.text)")
        #expect(verdict.figures.events == 6)
        #expect(verdict.figures.acknowledged == 6)
        #expect(verdict.figures.repeated == ["ordered": 0, "competing": 0])
        #expect(verdict.figures.seen == 6)
    }

    @Test("every crime is told as what it is, and as nothing else", arguments: Crime.all)
    func guilty(_ crime: Crime) {
        var story = Story()
        crime.commit(&story)
        let verdict = Verdict(story.ledger)
        #expect(Set(verdict.counts.keys) == crime.expected, "\(verdict.text)")
    }

    @Test("there is a crime for every violation")
    func complete() {
        #expect(Set(Crime.all.flatMap(\.expected)) == Set(Violation.allCases))
    }

    @Test("handled again is counted, and no violation: at least once is what is promised")
    func repeated() {
        var story = Story()
        let late = Fact.Run(attempt: 2, epoch: 2, at: Moment(nanoseconds: 9_000))
        story.add(
            [.begun(Story.event(1), late), .completed(Story.event(1), late)],
            from: Witness("ordered-2", group: "ordered"))
        let verdict = Verdict(story.ledger)
        #expect(!verdict.isGuilty, "\(verdict.text)")
        #expect(verdict.figures.repeated["ordered"] == 1)
        #expect(verdict.figures.highestAttempt["ordered"] == 2)
    }

    @Test("what its handler rejected is a dead letter by right, and the next of its aggregate goes on")
    func rejected() {
        var story = Story()
        story.reject(Story.event(2))
        story.end.deadLetters.append(Story.letter(Story.event(2)))
        let verdict = Verdict(story.ledger)
        #expect(!verdict.isGuilty, "\(verdict.text)")
        #expect(verdict.figures.deadLetters == 1)
    }

    @Test("an event whose publisher was killed or told nothing may be in the log, or not")
    func doubtful() {
        var story = Story()
        let (there, gone) = (Story.event(3), Story.event(4))
        story.remove(from: Story.publisher) { $0 == .acknowledged(there, Story.position(there)) }
        let later = Moment(nanoseconds: 9_000)
        story.add([.intended(gone, at: later), .doubtful(gone)], from: Story.publisher)
        let verdict = Verdict(story.ledger)
        #expect(!verdict.isGuilty, "\(verdict.text)")
        #expect(verdict.figures.doubtful == 2)
    }

    @Test("an event that was refused, tried again and left in doubt by a kill may be in the log")
    func refusedThenKilled() {
        var story = Story()
        let event = Story.event(3)
        story.remove(from: Story.publisher) { $0.event == event }
        story.add(
            [.intended(event, at: .beginning), .refused(event), .intended(event, at: .beginning)], from: Story.publisher
        )
        #expect(!Verdict(story.ledger).isGuilty)
    }

    @Test("what was published before a FLUSHALL may be gone; what came after it may not")
    func flush() {
        let event = Story.event(4)
        var story = Story()
        let at = Moment(nanoseconds: 9_000)
        story.add([.intended(event, at: at), .acknowledged(event, Story.position(event))], from: Story.publisher)
        story.end.forgottenUntil = Moment(nanoseconds: 9_001)
        #expect(!Verdict(story.ledger).isGuilty)
        story.end.forgottenUntil = Moment(nanoseconds: 9_000)
        #expect(Set(Verdict(story.ledger).counts.keys) == [.missingFromLog, .neverHandled])
    }

    @Test("what was trimmed may be missing from the log, and from nowhere else")
    func trimmed() {
        var story = Story()
        story.end.isTrimmed = true
        story.logs[0].removeFirst()
        #expect(!Verdict(story.ledger).isGuilty)
        story.remove(from: Story.consumer) { $0.event == Story.event(1) }
        story.remove(from: Story.jobber) { $0.event == Story.event(1) }
        story.work.removeFirst()
        #expect(Set(Verdict(story.ledger).counts.keys) == [.neverHandled, .neverWorked, .neverOnList])
    }

    @Test("a number that never got into the log does not excuse the order of its neighbours")
    func gap() {
        var story = Story()
        let event = Story.event(2)
        story.logs[0].removeAll { $0 == event }
        story.kept.removeAll { $0 == event }
        story.work.removeAll { $0 == event }
        story.removeAllFacts(of: event)
        #expect(!Verdict(story.ledger).isGuilty)
        let hasty = Fact.Run(attempt: 1, epoch: 1, at: .beginning)
        story.add([.begun(Story.event(3), hasty)], from: Story.consumer)
        #expect(Set(Verdict(story.ledger).counts.keys) == [.handledOutOfOrder])
    }

    @Test("of many violations of a kind the first twenty are told, and all are counted")
    func many() {
        var story = Story()
        for number in 4..<54 {
            let event = Story.event(number)
            story.logs[0].append(event)
            story.kept.append(event)
            story.work.append(event)
            story.add([.intended(event, at: .beginning)], from: Story.publisher)
            story.add([.worked(event)], from: Story.jobber)
            story.add([.seen(event, partition: 0)], from: Witness("subscriber-1", life: number))
        }
        let verdict = Verdict(story.ledger)
        #expect(verdict.counts == [.neverHandled: 100])
        #expect(verdict.samples[.neverHandled]?.count == Verdict.examples)
        #expect(verdict.text.contains("100 × in the log, and never handled"))
        #expect(verdict.text.contains("… and 80 more"))
    }
}
