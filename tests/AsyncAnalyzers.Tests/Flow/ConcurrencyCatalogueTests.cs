using AsyncAnalyzers.Flow;

namespace AsyncAnalyzers.Tests.Flow;

public sealed class ConcurrencyCatalogueTests
{
    [Fact]
    public void Every_shipped_line_can_be_read() => Assert.Empty(ConcurrencyCatalogue.Shipped.Unreadable);

    [Theory]
    [InlineData("safe T:Acme.Client", null)]
    [InlineData("  unsafe\tT:Acme.Client # one at a time ", "one at a time")]
    [InlineData("fast M:Acme.Client.#ctor(System.Int32)#x", null)]
    [InlineData("cut T:Acme.Factory`1 #", null)]
    [InlineData("ordered Acme.Queues.*", null)]
    [InlineData("safe Acme.*Client # pooled", "pooled")]
    [InlineData("safe N:Acme", null)]
    public void A_line_has_a_kind_an_id_and_a_reason(string line, string? reason)
    {
        var parsed = CatalogueLine.TryParse(line);
        Assert.NotNull(parsed);
        Assert.Equal(reason, parsed.Reason);
    }

    [Theory]
    [InlineData("safe")]
    [InlineData("safe Acme.Client")]
    [InlineData("secure T:Acme.Client")]
    [InlineData("SAFE T:Acme.Client")]
    [InlineData("safe T:Acme.Client T:Acme.Other")]
    [InlineData("safe X:Acme.Client")]
    [InlineData("safe T:")]
    [InlineData("safe N:")]
    [InlineData("safe .*")]
    [InlineData("safe *")]
    [InlineData("safe Acme..*")]
    [InlineData("safe Acme.*.Client")]
    [InlineData("safe 1Acme.*")]
    [InlineData("\0")]
    [InlineData("safe # T:Acme.Client")]
    public void Any_other_line_is_unreadable(string line)
    {
        Assert.Null(CatalogueLine.TryParse(line));
        Assert.Single(ConcurrencyCatalogue.Parse("# head\n\n" + line + "\r\nsafe T:Acme.Client").Unreadable);
    }
}
