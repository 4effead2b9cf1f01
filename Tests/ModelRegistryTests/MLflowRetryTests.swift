import ModelRegistry
import Testing

@Suite("When MLflow is asked again")
struct MLflowRetryTests {
    @Test(
        "a wait is random up to a limit that doubles, is a little behind what the server asked for, and ends with the budget"
    )
    func waits() {
        let retry = MLflowRetry(maximumRetries: 4, base: .seconds(1), maximum: .seconds(3), budget: .seconds(10))
        let table: [(repetition: Int, asked: Int?, spent: Int, fraction: Double, wait: Duration?)] = [
            (1, nil, 0, 0.5, .milliseconds(500)), (2, nil, 0, 0.5, .seconds(1)), (3, nil, 0, 0.5, .milliseconds(1_500)),
            (4, nil, 0, 0.5, .milliseconds(1_500)), (5, nil, 0, 0.5, nil), (1, 7, 0, 0, .seconds(7)),
            (1, 7, 0, 0.5, .milliseconds(7_500)), (1, 11, 0, 0, nil), (2, 7, 4, 0, nil), (1, nil, 0, 0, .zero),
        ]
        for row in table {
            let wait = retry.wait(
                before: row.repetition, retryAfter: row.asked.map { .seconds($0) }, spent: .seconds(row.spent),
                fraction: row.fraction)
            #expect(wait == row.wait, "\(row)")
        }
    }
}
