import EventBus
import RedisEventBus
import ServiceLifecycle

/// Acts on one dead letter after another, until there is none left or it is shut down; says how many were done.
struct DeadActService: Service {
    let session: BusSession
    let letters: DeadLetters
    let choice: DeadChoice
    let pace: Pace
    let form: OutputOptions.Form
    /// What is done, in the past: `redriven`.
    let verb: String
    /// Answers whether the letter was still there.
    let act: @Sendable (DeadLetter) async throws -> Bool

    /// - Throws: ``CommandFailure`` where letters were refused, or the work was ended before its time.
    func run() async throws {
        let isThrough = try await cancelWhenGracefulShutdown { try await work() }
        if !isThrough { throw CommandFailure(.failure) }
    }

    /// Answers whether everything was done.
    private func work() async throws -> Bool {
        var done = 0
        var gone = 0
        var refused = 0
        let began = ContinuousClock.now
        let missing = try await choice.forEach(of: letters, in: session) { letter in
            try? await Task.sleep(for: pace.pause(after: done + gone + refused, elapsed: .now - began))
            if Task.isCancelled { return }
            // In a task of its own: one that has begun is finished, so that what is said of it is true.
            let result = await Task { () -> Result<Bool, any Error> in
                do { return .success(try await act(letter)) } catch { return .failure(error) }
            }.value
            switch result {
            case .success(true):
                done += 1
                CommandContext.print(DeadLetterLine(letter: letter).text(form))
            case .success(false): gone += 1
            case .failure(let refusal as DeadLetterRefusal):
                refused += 1
                CommandContext.printError("\(letter.id): \(refusal)")
            case .failure(let error):
                CommandContext.printError(summary(done: done, gone: gone, refused: refused))
                throw error
            }
        }
        let isStopped = Task.isCancelled
        CommandContext.printError(
            (isStopped ? "stopped: " : "") + summary(done: done, gone: gone, refused: refused)
                + (isStopped ? "; the others are as they were" : ""))
        DeadChoice.report(missing: missing)
        return !isStopped && refused == 0 && missing.isEmpty
    }

    private func summary(done: Int, gone: Int, refused: Int) -> String {
        var parts = ["\(done) dead letter\(done == 1 ? "" : "s") \(verb)"]
        if gone > 0 { parts.append("\(gone) had been dealt with by others") }
        if refused > 0 { parts.append("\(refused) refused") }
        return parts.joined(separator: ", ")
    }
}
