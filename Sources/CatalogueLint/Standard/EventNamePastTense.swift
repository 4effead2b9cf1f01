import EventCatalogue

/// An event says what has happened.
enum EventNamePastTense: StandardRule {
    static let id: RuleID = "EVENT_NAME_PAST_TENSE"
    static let severity = Diagnostic.Severity.warning
    static let summary = """
        The name of an event says what has happened, so its last word is a past participle (`order_placed`, `payment_sent`), \
        perhaps with a particle after it (`user_signed_up`). A state that something has come to is allowed as `ready_to_…` or \
        `due_to_…` (`model_ready_to_deploy`). A name in the imperative is an order, not an event.
        """
    static let failing: RuleExample = """
        events:
          place_order:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """
    static let passing: RuleExample = """
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where !isPastTense(event.name) {
            report(
                at: event.location,
                "the event `\(event.name)` should say what has happened, with a past participle at the end, e.g. "
                    + "`order_placed`")
        }
    }

    static func isPastTense(_ name: String) -> Bool {
        var words = NameWords.words(of: name)[...]
        for (word, next) in zip(words, words.dropFirst()) where states.contains(word) && next == "to" { return true }
        while words.count > 1, let last = words.last, particles.contains(last) { words.removeLast() }
        guard let last = words.last else { return false }
        if irregular.contains(last) { return true }
        return (last.hasSuffix("ed") || last.hasSuffix("en")) && last.count > 3 && !others.contains(last)
    }

    /// Adjectives that say with `to` what something has come to.
    private static let states: Set<String> = ["ready", "due"]

    private static let particles: Set<String> = [
        "again", "away", "back", "down", "in", "off", "on", "out", "over", "through", "up",
    ]

    /// Participles that end neither in -ed nor in -en.
    private static let irregular: Set<String> = [
        "become", "begun", "bent", "bet", "bid", "blown", "born", "bound", "bought", "brought", "built", "burnt",
        "cast",
        "caught", "come", "cut", "dealt", "done", "drawn", "fed", "felt", "flown", "found", "gone", "grown", "heard",
        "held", "hit", "hung", "hurt", "kept", "known", "laid", "led", "left", "lent", "lit", "lost", "made", "meant",
        "met", "offset", "overdrawn", "paid", "put", "quit", "read", "rebuilt", "redone", "repaid", "resent", "reset",
        "run", "said", "sent", "set", "shed", "shot", "shown", "shut", "sold", "spent", "split", "spread", "stood",
        "struck", "stuck", "swept", "taught", "thought", "thrown", "told", "torn", "understood", "undone", "won",
        "worn",
        "withdrawn", "withheld", "wound",
    ]

    /// Words in -ed and -en that are no participles.
    private static let others: Set<String> = [
        "breed", "children", "citizen", "embed", "even", "exceed", "feed", "garden", "green", "happen", "hundred",
        "listen",
        "need", "often", "open", "proceed", "screen", "seed", "seven", "speed", "succeed", "then", "token", "weed",
        "when",
        "women",
    ]
}
