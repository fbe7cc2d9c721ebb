using CsCheck;
using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Tests.Traffic;

public sealed class WriteAuditSpecs
{
    [Fact]
    public void What_is_not_stored_is_missing_and_what_is_stored_twice_is_doubled()
    {
        var audit = Acknowledge(1, 2, 3, 4);
        Assert.True(audit.Take(audit.Begin(), new StoredWrites([1, 3, 3, 4], null)));
        Assert.Equal(new AuditState(4, 1, 1, 1, 1), audit.State);
    }

    [Fact]
    public void A_write_acknowledged_after_the_question_is_not_looked_for()
    {
        var audit = Acknowledge(1);
        var round = audit.Begin();
        audit.Acknowledge(2);
        audit.Take(round, new StoredWrites([1], null));
        Assert.Equal(0, audit.State.Missing);
    }

    [Fact]
    public void A_write_that_was_sent_and_never_acknowledged_may_be_stored_or_not()
    {
        var audit = Acknowledge(1, 3);
        audit.Take(audit.Begin(), new StoredWrites([1, 2, 3], null));
        Assert.Equal(new AuditState(2, 0, 0, 0, 1), audit.State);
    }

    [Fact]
    public void A_write_that_comes_back_is_not_missing_any_more_but_it_is_told_that_it_was()
    {
        var audit = Acknowledge(1, 2);
        audit.Take(audit.Begin(), new StoredWrites([1], null));
        audit.Take(audit.Begin(), new StoredWrites([1, 2], null));
        Assert.Equal(new AuditState(2, 0, 1, 0, 2), audit.State);
    }

    [Fact]
    public void A_write_that_is_lost_after_it_was_seen_is_found_missing_in_the_next_pass()
    {
        var audit = Acknowledge(1, 2);
        audit.Take(audit.Begin(), new StoredWrites([1, 2], null));
        audit.Take(audit.Begin(), new StoredWrites([2], null));
        Assert.Equal(1, audit.State.Missing);
    }

    [Fact]
    public void Pages_find_the_same_as_one_look_wherever_they_end() =>
        Gen.Select(Gen.Int[1, 3].Array[0, 40], Gen.Bool.Array[40], Gen.Int[1, 7]).Sample((copies, acknowledged, size) =>
        {
            // A real page holds more rows than a number has copies; smaller ones could never get past it.
            var pageSize = Math.Max(size, 4);
            var stored = copies.SelectMany((count, i) => Enumerable.Repeat(i + 1L, count == 3 ? 0 : count)).ToList();
            var promised = Enumerable.Range(1, 40).Where(number => acknowledged[number - 1]).Select(number => (long)number).ToList();
            var audit = Acknowledge([.. promised]);
            for (var isDone = false; !isDone;)
            {
                var round = audit.Begin();
                var page = stored.Where(number => number > round.After).Take(pageSize).ToList();
                isDone = audit.Take(round, new StoredWrites([.. page], page.Count == pageSize ? page[^1] : null));
            }

            Assert.Equal(promised.Except(stored).Count(), audit.State.Missing);
            Assert.Equal(stored.CountBy(number => number).Count(pair => pair.Value > 1), audit.State.Doubled);
        });

    private static WriteAudit Acknowledge(params long[] numbers)
    {
        var audit = new WriteAudit();
        Array.ForEach(numbers, audit.Acknowledge);
        return audit;
    }
}
