using TwoDevices;

// "device" is one of the two processes that the story is about; without it, this process tells the story and starts them.
return args is ["device", ..] ? await Device.RunAsync(args[1..]) : await Story.RunAsync(args);
