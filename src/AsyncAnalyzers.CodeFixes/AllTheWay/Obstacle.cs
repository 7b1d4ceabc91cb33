namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>Why a function cannot become async, why a call of one that did must go on blocking, or why there is no conversion at all.</summary>
internal enum Obstacle
{
    /// <summary>A constructor, or what it passes on to another one.</summary>
    Constructor,

    /// <summary>The accessor of a property, an indexer or an event.</summary>
    Accessor,

    /// <summary>An operator or a conversion.</summary>
    Operator,

    Finalizer,

    /// <summary><c>Dispose</c>: to be asynchronous is to implement another interface.</summary>
    Dispose,

    /// <summary>The initializer of a field or property, or an attribute.</summary>
    Initializer,

    /// <summary>A function with <c>yield</c>, or one that returns an asynchronous stream.</summary>
    Iterator,

    /// <summary>A <c>ref</c>, <c>out</c> or <c>in</c> parameter, a <c>ref</c> result, or one of a <c>ref struct</c>.</summary>
    Reference,

    /// <summary>A method of a struct that may change the struct: an async one would change a copy.</summary>
    MutableStruct,

    /// <summary>A lock is held, there or by a caller in the same type.</summary>
    Lock,

    /// <summary>A place where the language has no <c>await</c>: unsafe code, a query, an exception filter, a <c>ref struct</c> that would live across it.</summary>
    NoAwaitHere,

    /// <summary>A lambda whose delegate returns no task, and whose call takes no other.</summary>
    Lambda,

    /// <summary>The method overrides or implements what is not in source.</summary>
    ForeignContract,

    /// <summary>Somebody finds the method by its name and expects the signature: native code, a serializer, a host.</summary>
    Convention,

    /// <summary>The method is in an expression tree, which others read.</summary>
    ExpressionTree,

    /// <summary>The method is named in an attribute, as a string too.</summary>
    Attribute,

    /// <summary>The method becomes a delegate that returns no task.</summary>
    MethodGroup,

    /// <summary>A method that handles an event and that code calls, too.</summary>
    CalledHandler,

    /// <summary>A handler that answers through the arguments of its event, as by <c>e.Cancel = true</c>: who raised it looks as soon as the handler returns.</summary>
    AnsweringHandler,

    /// <summary>The method is declared or used in generated code, or in another language.</summary>
    Generated,

    /// <summary>The file means something else for another target framework.</summary>
    OtherTarget,

    /// <summary>Code around a call expects the <c>AggregateException</c> that only a blocking wait throws.</summary>
    AggregateHandler,

    /// <summary>The method is used in a way that is neither a call nor a delegate: by a pattern, or bound at run time.</summary>
    OtherUse,

    /// <summary>The wait has a limit or a result that no <c>await</c> has.</summary>
    Wait,

    /// <summary>All paths end in code that must go on blocking: nothing would be won.</summary>
    EndsBlocked,

    /// <summary>A caller would have to block that did not block before.</summary>
    WouldBlock,

    /// <summary>A caller that must block stands in code with a synchronization context, which the new awaits would want back.</summary>
    WouldDeadlock,

    /// <summary>More functions or uses than anybody would look through.</summary>
    TooLarge,

    /// <summary>The code as it is does not parse there.</summary>
    Broken,

    /// <summary>The result would have errors.</summary>
    DoesNotCompile,
}
