// Runners and READMEs of a language install and build in the same folders, and all share two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
