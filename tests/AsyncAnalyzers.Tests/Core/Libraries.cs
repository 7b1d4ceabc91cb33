using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Libraries that users have, as references for code under test, from packages restored at build.</summary>
internal static class Libraries
{
    public static readonly ImmutableArray<MetadataReference> AspNetCore = Load("microsoft.aspnetcore.app.ref/10.0.10/ref/net10.0");

    public static readonly ImmutableArray<MetadataReference> AzureBlobs = Load(
        "azure.storage.blobs/12.30.1/lib/net10.0",
        "azure.storage.common/12.29.0/lib/net10.0",
        "azure.core/1.60.0/lib/net10.0",
        "system.clientmodel/1.14.0/lib/net10.0",
        "system.memory.data/10.0.9/lib/net10.0");

    public static readonly ImmutableArray<MetadataReference> Dapper = Load("dapper/2.1.86/lib/net10.0");

    public static readonly ImmutableArray<MetadataReference> EntityFramework = Load(
        "microsoft.entityframeworkcore/10.0.15/lib/net10.0",
        "microsoft.entityframeworkcore.abstractions/10.0.15/lib/net10.0",
        "microsoft.entityframeworkcore.relational/10.0.15/lib/net10.0");

    public static readonly ImmutableArray<MetadataReference> FluentAssertions = Load("fluentassertions/7.2.2/lib/net6.0");
    public static readonly ImmutableArray<MetadataReference> FluentValidation = Load("fluentvalidation/12.2.0/lib/net8.0");
    public static readonly ImmutableArray<MetadataReference> MongoDb = Load("mongodb.driver/3.14.0/lib/net6.0", "mongodb.bson/3.14.0/lib/net6.0");
    public static readonly ImmutableArray<MetadataReference> Moq = Load("moq/4.21.0/lib/net6.0", "castle.core/5.2.1/lib/net6.0");
    public static readonly ImmutableArray<MetadataReference> MSTest = Load("mstest.testframework/4.5.3/lib/net9.0", "mstest.testframework/4.5.3/buildTransitive/net9.0");
    public static readonly ImmutableArray<MetadataReference> NSubstitute = Load("nsubstitute/6.1.0/lib/net8.0", "castle.core/5.2.1/lib/net6.0");
    public static readonly ImmutableArray<MetadataReference> NUnit = Load("nunit/5.0.0/lib/net10.0");
    public static readonly ImmutableArray<MetadataReference> Redis = Load("stackexchange.redis/3.4.35/lib/net10.0");

    public static readonly ImmutableArray<MetadataReference> SqlClient =
        Load("microsoft.data.sqlclient/7.1.0/ref/net9.0", "microsoft.data.sqlclient.extensions.abstractions/7.1.0/lib/netstandard2.0");

    public static readonly ImmutableArray<MetadataReference> Sqlite = Load("microsoft.data.sqlite.core/11.0.0/lib/net10.0");
    public static readonly ImmutableArray<MetadataReference> TUnit = Load("tunit.core/1.81.10/lib/net10.0", "tunit.assertions/1.81.10/lib/net10.0");

    public static readonly ImmutableArray<MetadataReference> XUnit =
        Load("xunit.assert/2.9.3/lib/net6.0", "xunit.extensibility.core/2.9.3/lib/netstandard1.1", "xunit.abstractions/2.0.3/lib/netstandard2.0");

    /// <summary>All but the test frameworks, whose presence changes what is reported.</summary>
    public static readonly ImmutableArray<MetadataReference> ForProduction =
        [.. AspNetCore, .. AzureBlobs, .. Dapper, .. EntityFramework, .. FluentValidation, .. MongoDb, .. Redis, .. SqlClient, .. Sqlite];

    /// <summary>The test frameworks and what comes with them.</summary>
    public static readonly ImmutableArray<MetadataReference> ForTests = [.. FluentAssertions, .. Moq, .. MSTest, .. NSubstitute.Take(1), .. NUnit, .. TUnit, .. XUnit];

    private static ImmutableArray<MetadataReference> Load(params string[] folders) =>
        [.. folders.SelectMany(static folder => Frameworks.Load(folder))];
}
