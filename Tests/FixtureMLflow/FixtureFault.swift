/// What the fixture does to a request instead of answering it.
public enum FixtureFault: Sendable, Hashable {
    /// An error of the server in MLflow's own form, e.g. 500.
    case status(Int)
    /// 429 with `Retry-After` in seconds.
    case rateLimited(retryAfter: Int)
    /// 200 with a page of HTML, as a log-in page in front of MLflow answers.
    case html
    /// No answer for so long.
    case hanging(Duration)
    /// The head of an answer, a piece of its body, and then nothing for so long.
    case hangingBody(Duration)
    /// 404 without MLflow's code, as a proxy answers for a server that is starting.
    case foreignNotFound
    /// An error whose message repeats the caller's `Authorization`.
    case echoingCredentials
}
