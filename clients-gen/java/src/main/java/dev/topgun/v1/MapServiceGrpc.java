package dev.topgun.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Maps for backends that keep no replica: each call is answered by the server, from what is committed, and a write is durable when its
 * answer comes. Every call needs the bearer token.
 * A call that fails has a status with google.rpc.ErrorInfo in its details (domain "topgun.v1"); programs decide by its reason. Where
 * the write itself was refused the reason is the name of an OpResultCode, the status is FAILED_PRECONDITION, PERMISSION_DENIED or
 * INVALID_ARGUMENT, trying again is no use, and the metadata name "map", "key" and, of a conflict resolver, "resolver". Everywhere else
 * the reason is the name of an ErrorCode.
 * Whoever does not know whether a write came into effect, because its answer was lost or was UNAVAILABLE, sends it again under the same
 * idempotency key: the server keeps for 24 hours, per user and map, what became of each keyed write, in the same commit as the write itself. The
 * second call gets the first one's answer and changes nothing. Without a key a repeat is another write.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: topgun/v1/map.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class MapServiceGrpc {

  private MapServiceGrpc() {}

  public static final String SERVICE_NAME = "topgun.v1.MapService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.GetRequest,
      dev.topgun.v1.GetResponse> getGetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Get",
      requestType = dev.topgun.v1.GetRequest.class,
      responseType = dev.topgun.v1.GetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.GetRequest,
      dev.topgun.v1.GetResponse> getGetMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.GetRequest, dev.topgun.v1.GetResponse> getGetMethod;
    if ((getGetMethod = MapServiceGrpc.getGetMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getGetMethod = MapServiceGrpc.getGetMethod) == null) {
          MapServiceGrpc.getGetMethod = getGetMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.GetRequest, dev.topgun.v1.GetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Get"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.GetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.GetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Get"))
              .build();
        }
      }
    }
    return getGetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.PutRequest,
      dev.topgun.v1.PutResponse> getPutMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Put",
      requestType = dev.topgun.v1.PutRequest.class,
      responseType = dev.topgun.v1.PutResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.PutRequest,
      dev.topgun.v1.PutResponse> getPutMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.PutRequest, dev.topgun.v1.PutResponse> getPutMethod;
    if ((getPutMethod = MapServiceGrpc.getPutMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getPutMethod = MapServiceGrpc.getPutMethod) == null) {
          MapServiceGrpc.getPutMethod = getPutMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.PutRequest, dev.topgun.v1.PutResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Put"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.PutRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.PutResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Put"))
              .build();
        }
      }
    }
    return getPutMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.PatchRequest,
      dev.topgun.v1.PatchResponse> getPatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Patch",
      requestType = dev.topgun.v1.PatchRequest.class,
      responseType = dev.topgun.v1.PatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.PatchRequest,
      dev.topgun.v1.PatchResponse> getPatchMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.PatchRequest, dev.topgun.v1.PatchResponse> getPatchMethod;
    if ((getPatchMethod = MapServiceGrpc.getPatchMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getPatchMethod = MapServiceGrpc.getPatchMethod) == null) {
          MapServiceGrpc.getPatchMethod = getPatchMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.PatchRequest, dev.topgun.v1.PatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Patch"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.PatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.PatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Patch"))
              .build();
        }
      }
    }
    return getPatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.RemoveRequest,
      dev.topgun.v1.RemoveResponse> getRemoveMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Remove",
      requestType = dev.topgun.v1.RemoveRequest.class,
      responseType = dev.topgun.v1.RemoveResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.RemoveRequest,
      dev.topgun.v1.RemoveResponse> getRemoveMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.RemoveRequest, dev.topgun.v1.RemoveResponse> getRemoveMethod;
    if ((getRemoveMethod = MapServiceGrpc.getRemoveMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getRemoveMethod = MapServiceGrpc.getRemoveMethod) == null) {
          MapServiceGrpc.getRemoveMethod = getRemoveMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.RemoveRequest, dev.topgun.v1.RemoveResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Remove"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RemoveRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RemoveResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Remove"))
              .build();
        }
      }
    }
    return getRemoveMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.AddElementsRequest,
      dev.topgun.v1.AddElementsResponse> getAddElementsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AddElements",
      requestType = dev.topgun.v1.AddElementsRequest.class,
      responseType = dev.topgun.v1.AddElementsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.AddElementsRequest,
      dev.topgun.v1.AddElementsResponse> getAddElementsMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.AddElementsRequest, dev.topgun.v1.AddElementsResponse> getAddElementsMethod;
    if ((getAddElementsMethod = MapServiceGrpc.getAddElementsMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getAddElementsMethod = MapServiceGrpc.getAddElementsMethod) == null) {
          MapServiceGrpc.getAddElementsMethod = getAddElementsMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.AddElementsRequest, dev.topgun.v1.AddElementsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AddElements"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.AddElementsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.AddElementsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("AddElements"))
              .build();
        }
      }
    }
    return getAddElementsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.RemoveElementsRequest,
      dev.topgun.v1.RemoveElementsResponse> getRemoveElementsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RemoveElements",
      requestType = dev.topgun.v1.RemoveElementsRequest.class,
      responseType = dev.topgun.v1.RemoveElementsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.RemoveElementsRequest,
      dev.topgun.v1.RemoveElementsResponse> getRemoveElementsMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.RemoveElementsRequest, dev.topgun.v1.RemoveElementsResponse> getRemoveElementsMethod;
    if ((getRemoveElementsMethod = MapServiceGrpc.getRemoveElementsMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getRemoveElementsMethod = MapServiceGrpc.getRemoveElementsMethod) == null) {
          MapServiceGrpc.getRemoveElementsMethod = getRemoveElementsMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.RemoveElementsRequest, dev.topgun.v1.RemoveElementsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RemoveElements"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RemoveElementsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RemoveElementsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("RemoveElements"))
              .build();
        }
      }
    }
    return getRemoveElementsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.CountRequest,
      dev.topgun.v1.CountResponse> getCountMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Count",
      requestType = dev.topgun.v1.CountRequest.class,
      responseType = dev.topgun.v1.CountResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.CountRequest,
      dev.topgun.v1.CountResponse> getCountMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.CountRequest, dev.topgun.v1.CountResponse> getCountMethod;
    if ((getCountMethod = MapServiceGrpc.getCountMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getCountMethod = MapServiceGrpc.getCountMethod) == null) {
          MapServiceGrpc.getCountMethod = getCountMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.CountRequest, dev.topgun.v1.CountResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Count"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.CountRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.CountResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Count"))
              .build();
        }
      }
    }
    return getCountMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.RemoveCounterRequest,
      dev.topgun.v1.RemoveCounterResponse> getRemoveCounterMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RemoveCounter",
      requestType = dev.topgun.v1.RemoveCounterRequest.class,
      responseType = dev.topgun.v1.RemoveCounterResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.RemoveCounterRequest,
      dev.topgun.v1.RemoveCounterResponse> getRemoveCounterMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.RemoveCounterRequest, dev.topgun.v1.RemoveCounterResponse> getRemoveCounterMethod;
    if ((getRemoveCounterMethod = MapServiceGrpc.getRemoveCounterMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getRemoveCounterMethod = MapServiceGrpc.getRemoveCounterMethod) == null) {
          MapServiceGrpc.getRemoveCounterMethod = getRemoveCounterMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.RemoveCounterRequest, dev.topgun.v1.RemoveCounterResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RemoveCounter"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RemoveCounterRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RemoveCounterResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("RemoveCounter"))
              .build();
        }
      }
    }
    return getRemoveCounterMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.BatchRequest,
      dev.topgun.v1.BatchResponse> getBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Batch",
      requestType = dev.topgun.v1.BatchRequest.class,
      responseType = dev.topgun.v1.BatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.BatchRequest,
      dev.topgun.v1.BatchResponse> getBatchMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.BatchRequest, dev.topgun.v1.BatchResponse> getBatchMethod;
    if ((getBatchMethod = MapServiceGrpc.getBatchMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getBatchMethod = MapServiceGrpc.getBatchMethod) == null) {
          MapServiceGrpc.getBatchMethod = getBatchMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.BatchRequest, dev.topgun.v1.BatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Batch"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.BatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.BatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Batch"))
              .build();
        }
      }
    }
    return getBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.QueryRequest,
      dev.topgun.v1.QueryResponse> getQueryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Query",
      requestType = dev.topgun.v1.QueryRequest.class,
      responseType = dev.topgun.v1.QueryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.QueryRequest,
      dev.topgun.v1.QueryResponse> getQueryMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.QueryRequest, dev.topgun.v1.QueryResponse> getQueryMethod;
    if ((getQueryMethod = MapServiceGrpc.getQueryMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getQueryMethod = MapServiceGrpc.getQueryMethod) == null) {
          MapServiceGrpc.getQueryMethod = getQueryMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.QueryRequest, dev.topgun.v1.QueryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Query"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.QueryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.QueryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Query"))
              .build();
        }
      }
    }
    return getQueryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.WatchRequest,
      dev.topgun.v1.WatchResponse> getWatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Watch",
      requestType = dev.topgun.v1.WatchRequest.class,
      responseType = dev.topgun.v1.WatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.WatchRequest,
      dev.topgun.v1.WatchResponse> getWatchMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.WatchRequest, dev.topgun.v1.WatchResponse> getWatchMethod;
    if ((getWatchMethod = MapServiceGrpc.getWatchMethod) == null) {
      synchronized (MapServiceGrpc.class) {
        if ((getWatchMethod = MapServiceGrpc.getWatchMethod) == null) {
          MapServiceGrpc.getWatchMethod = getWatchMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.WatchRequest, dev.topgun.v1.WatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Watch"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.WatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.WatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MapServiceMethodDescriptorSupplier("Watch"))
              .build();
        }
      }
    }
    return getWatchMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static MapServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MapServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MapServiceStub>() {
        @java.lang.Override
        public MapServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MapServiceStub(channel, callOptions);
        }
      };
    return MapServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static MapServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MapServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MapServiceBlockingStub>() {
        @java.lang.Override
        public MapServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MapServiceBlockingStub(channel, callOptions);
        }
      };
    return MapServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static MapServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MapServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MapServiceFutureStub>() {
        @java.lang.Override
        public MapServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MapServiceFutureStub(channel, callOptions);
        }
      };
    return MapServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Maps for backends that keep no replica: each call is answered by the server, from what is committed, and a write is durable when its
   * answer comes. Every call needs the bearer token.
   * A call that fails has a status with google.rpc.ErrorInfo in its details (domain "topgun.v1"); programs decide by its reason. Where
   * the write itself was refused the reason is the name of an OpResultCode, the status is FAILED_PRECONDITION, PERMISSION_DENIED or
   * INVALID_ARGUMENT, trying again is no use, and the metadata name "map", "key" and, of a conflict resolver, "resolver". Everywhere else
   * the reason is the name of an ErrorCode.
   * Whoever does not know whether a write came into effect, because its answer was lost or was UNAVAILABLE, sends it again under the same
   * idempotency key: the server keeps for 24 hours, per user and map, what became of each keyed write, in the same commit as the write itself. The
   * second call gets the first one's answer and changes nothing. Without a key a repeat is another write.
   * </pre>
   */
  public static abstract class MapServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * Reads one record. Needs READ.
     * </pre>
     */
    public void get(dev.topgun.v1.GetRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.GetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Writes a whole value. Of an object, older fields that it does not name are erased. Needs PUT.
     * </pre>
     */
    public void put(dev.topgun.v1.PutRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.PutResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPutMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of an object and leaves the others. Needs PUT.
     * </pre>
     */
    public void patch(dev.topgun.v1.PatchRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.PatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a record; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public void remove(dev.topgun.v1.RemoveRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemoveMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds elements to the set of a key of an OrMap. Needs PUT.
     * </pre>
     */
    public void addElements(dev.topgun.v1.AddElementsRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.AddElementsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAddElementsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes elements out of the set of a key of an OrMap, as they are now; those that are not in it stay out, which is no error. Needs REMOVE.
     * </pre>
     */
    public void removeElements(dev.topgun.v1.RemoveElementsRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveElementsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemoveElementsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds to the counter of a key of a PnCounter. Needs PUT.
     * </pre>
     */
    public void count(dev.topgun.v1.CountRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.CountResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCountMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes the counter of a key of a PnCounter, whatever it says now; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public void removeCounter(dev.topgun.v1.RemoveCounterRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveCounterResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemoveCounterMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes several writes of one map: each by itself with a result of its own, or all of them or none.
     * </pre>
     */
    public void batch(dev.topgun.v1.BatchRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.BatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers a query from one moment of the map, in pages, in the order of the query. Needs READ.
     * </pre>
     */
    public void query(dev.topgun.v1.QueryRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.QueryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getQueryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells what changes in a map: since a cursor, or first all that is there. It goes on until the caller ends it. Needs READ.
     * </pre>
     */
    public void watch(dev.topgun.v1.WatchRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.WatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getGetMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.GetRequest,
                dev.topgun.v1.GetResponse>(
                  this, METHODID_GET)))
          .addMethod(
            getPutMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.PutRequest,
                dev.topgun.v1.PutResponse>(
                  this, METHODID_PUT)))
          .addMethod(
            getPatchMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.PatchRequest,
                dev.topgun.v1.PatchResponse>(
                  this, METHODID_PATCH)))
          .addMethod(
            getRemoveMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.RemoveRequest,
                dev.topgun.v1.RemoveResponse>(
                  this, METHODID_REMOVE)))
          .addMethod(
            getAddElementsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.AddElementsRequest,
                dev.topgun.v1.AddElementsResponse>(
                  this, METHODID_ADD_ELEMENTS)))
          .addMethod(
            getRemoveElementsMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.RemoveElementsRequest,
                dev.topgun.v1.RemoveElementsResponse>(
                  this, METHODID_REMOVE_ELEMENTS)))
          .addMethod(
            getCountMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.CountRequest,
                dev.topgun.v1.CountResponse>(
                  this, METHODID_COUNT)))
          .addMethod(
            getRemoveCounterMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.RemoveCounterRequest,
                dev.topgun.v1.RemoveCounterResponse>(
                  this, METHODID_REMOVE_COUNTER)))
          .addMethod(
            getBatchMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.BatchRequest,
                dev.topgun.v1.BatchResponse>(
                  this, METHODID_BATCH)))
          .addMethod(
            getQueryMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                dev.topgun.v1.QueryRequest,
                dev.topgun.v1.QueryResponse>(
                  this, METHODID_QUERY)))
          .addMethod(
            getWatchMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                dev.topgun.v1.WatchRequest,
                dev.topgun.v1.WatchResponse>(
                  this, METHODID_WATCH)))
          .build();
    }
  }

  /**
   * <pre>
   * Maps for backends that keep no replica: each call is answered by the server, from what is committed, and a write is durable when its
   * answer comes. Every call needs the bearer token.
   * A call that fails has a status with google.rpc.ErrorInfo in its details (domain "topgun.v1"); programs decide by its reason. Where
   * the write itself was refused the reason is the name of an OpResultCode, the status is FAILED_PRECONDITION, PERMISSION_DENIED or
   * INVALID_ARGUMENT, trying again is no use, and the metadata name "map", "key" and, of a conflict resolver, "resolver". Everywhere else
   * the reason is the name of an ErrorCode.
   * Whoever does not know whether a write came into effect, because its answer was lost or was UNAVAILABLE, sends it again under the same
   * idempotency key: the server keeps for 24 hours, per user and map, what became of each keyed write, in the same commit as the write itself. The
   * second call gets the first one's answer and changes nothing. Without a key a repeat is another write.
   * </pre>
   */
  public static final class MapServiceStub extends io.grpc.stub.AbstractAsyncStub<MapServiceStub> {
    private MapServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MapServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MapServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Reads one record. Needs READ.
     * </pre>
     */
    public void get(dev.topgun.v1.GetRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.GetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Writes a whole value. Of an object, older fields that it does not name are erased. Needs PUT.
     * </pre>
     */
    public void put(dev.topgun.v1.PutRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.PutResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPutMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of an object and leaves the others. Needs PUT.
     * </pre>
     */
    public void patch(dev.topgun.v1.PatchRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.PatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a record; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public void remove(dev.topgun.v1.RemoveRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemoveMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds elements to the set of a key of an OrMap. Needs PUT.
     * </pre>
     */
    public void addElements(dev.topgun.v1.AddElementsRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.AddElementsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAddElementsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes elements out of the set of a key of an OrMap, as they are now; those that are not in it stay out, which is no error. Needs REMOVE.
     * </pre>
     */
    public void removeElements(dev.topgun.v1.RemoveElementsRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveElementsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemoveElementsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds to the counter of a key of a PnCounter. Needs PUT.
     * </pre>
     */
    public void count(dev.topgun.v1.CountRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.CountResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCountMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes the counter of a key of a PnCounter, whatever it says now; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public void removeCounter(dev.topgun.v1.RemoveCounterRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveCounterResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemoveCounterMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes several writes of one map: each by itself with a result of its own, or all of them or none.
     * </pre>
     */
    public void batch(dev.topgun.v1.BatchRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.BatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers a query from one moment of the map, in pages, in the order of the query. Needs READ.
     * </pre>
     */
    public void query(dev.topgun.v1.QueryRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.QueryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getQueryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells what changes in a map: since a cursor, or first all that is there. It goes on until the caller ends it. Needs READ.
     * </pre>
     */
    public void watch(dev.topgun.v1.WatchRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.WatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Maps for backends that keep no replica: each call is answered by the server, from what is committed, and a write is durable when its
   * answer comes. Every call needs the bearer token.
   * A call that fails has a status with google.rpc.ErrorInfo in its details (domain "topgun.v1"); programs decide by its reason. Where
   * the write itself was refused the reason is the name of an OpResultCode, the status is FAILED_PRECONDITION, PERMISSION_DENIED or
   * INVALID_ARGUMENT, trying again is no use, and the metadata name "map", "key" and, of a conflict resolver, "resolver". Everywhere else
   * the reason is the name of an ErrorCode.
   * Whoever does not know whether a write came into effect, because its answer was lost or was UNAVAILABLE, sends it again under the same
   * idempotency key: the server keeps for 24 hours, per user and map, what became of each keyed write, in the same commit as the write itself. The
   * second call gets the first one's answer and changes nothing. Without a key a repeat is another write.
   * </pre>
   */
  public static final class MapServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<MapServiceBlockingStub> {
    private MapServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MapServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MapServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Reads one record. Needs READ.
     * </pre>
     */
    public dev.topgun.v1.GetResponse get(dev.topgun.v1.GetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Writes a whole value. Of an object, older fields that it does not name are erased. Needs PUT.
     * </pre>
     */
    public dev.topgun.v1.PutResponse put(dev.topgun.v1.PutRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPutMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of an object and leaves the others. Needs PUT.
     * </pre>
     */
    public dev.topgun.v1.PatchResponse patch(dev.topgun.v1.PatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a record; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public dev.topgun.v1.RemoveResponse remove(dev.topgun.v1.RemoveRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemoveMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds elements to the set of a key of an OrMap. Needs PUT.
     * </pre>
     */
    public dev.topgun.v1.AddElementsResponse addElements(dev.topgun.v1.AddElementsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAddElementsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes elements out of the set of a key of an OrMap, as they are now; those that are not in it stay out, which is no error. Needs REMOVE.
     * </pre>
     */
    public dev.topgun.v1.RemoveElementsResponse removeElements(dev.topgun.v1.RemoveElementsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemoveElementsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to the counter of a key of a PnCounter. Needs PUT.
     * </pre>
     */
    public dev.topgun.v1.CountResponse count(dev.topgun.v1.CountRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes the counter of a key of a PnCounter, whatever it says now; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public dev.topgun.v1.RemoveCounterResponse removeCounter(dev.topgun.v1.RemoveCounterRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemoveCounterMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes several writes of one map: each by itself with a result of its own, or all of them or none.
     * </pre>
     */
    public dev.topgun.v1.BatchResponse batch(dev.topgun.v1.BatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers a query from one moment of the map, in pages, in the order of the query. Needs READ.
     * </pre>
     */
    public java.util.Iterator<dev.topgun.v1.QueryResponse> query(
        dev.topgun.v1.QueryRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getQueryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what changes in a map: since a cursor, or first all that is there. It goes on until the caller ends it. Needs READ.
     * </pre>
     */
    public java.util.Iterator<dev.topgun.v1.WatchResponse> watch(
        dev.topgun.v1.WatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Maps for backends that keep no replica: each call is answered by the server, from what is committed, and a write is durable when its
   * answer comes. Every call needs the bearer token.
   * A call that fails has a status with google.rpc.ErrorInfo in its details (domain "topgun.v1"); programs decide by its reason. Where
   * the write itself was refused the reason is the name of an OpResultCode, the status is FAILED_PRECONDITION, PERMISSION_DENIED or
   * INVALID_ARGUMENT, trying again is no use, and the metadata name "map", "key" and, of a conflict resolver, "resolver". Everywhere else
   * the reason is the name of an ErrorCode.
   * Whoever does not know whether a write came into effect, because its answer was lost or was UNAVAILABLE, sends it again under the same
   * idempotency key: the server keeps for 24 hours, per user and map, what became of each keyed write, in the same commit as the write itself. The
   * second call gets the first one's answer and changes nothing. Without a key a repeat is another write.
   * </pre>
   */
  public static final class MapServiceFutureStub extends io.grpc.stub.AbstractFutureStub<MapServiceFutureStub> {
    private MapServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MapServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MapServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Reads one record. Needs READ.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.GetResponse> get(
        dev.topgun.v1.GetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Writes a whole value. Of an object, older fields that it does not name are erased. Needs PUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.PutResponse> put(
        dev.topgun.v1.PutRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPutMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes some fields of an object and leaves the others. Needs PUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.PatchResponse> patch(
        dev.topgun.v1.PatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPatchMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a record; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.RemoveResponse> remove(
        dev.topgun.v1.RemoveRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemoveMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds elements to the set of a key of an OrMap. Needs PUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.AddElementsResponse> addElements(
        dev.topgun.v1.AddElementsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAddElementsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes elements out of the set of a key of an OrMap, as they are now; those that are not in it stay out, which is no error. Needs REMOVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.RemoveElementsResponse> removeElements(
        dev.topgun.v1.RemoveElementsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemoveElementsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds to the counter of a key of a PnCounter. Needs PUT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.CountResponse> count(
        dev.topgun.v1.CountRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCountMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes the counter of a key of a PnCounter, whatever it says now; one that is absent stays so, which is no error. Needs REMOVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.RemoveCounterResponse> removeCounter(
        dev.topgun.v1.RemoveCounterRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemoveCounterMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes several writes of one map: each by itself with a result of its own, or all of them or none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.BatchResponse> batch(
        dev.topgun.v1.BatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET = 0;
  private static final int METHODID_PUT = 1;
  private static final int METHODID_PATCH = 2;
  private static final int METHODID_REMOVE = 3;
  private static final int METHODID_ADD_ELEMENTS = 4;
  private static final int METHODID_REMOVE_ELEMENTS = 5;
  private static final int METHODID_COUNT = 6;
  private static final int METHODID_REMOVE_COUNTER = 7;
  private static final int METHODID_BATCH = 8;
  private static final int METHODID_QUERY = 9;
  private static final int METHODID_WATCH = 10;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final MapServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(MapServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET:
          serviceImpl.get((dev.topgun.v1.GetRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.GetResponse>) responseObserver);
          break;
        case METHODID_PUT:
          serviceImpl.put((dev.topgun.v1.PutRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.PutResponse>) responseObserver);
          break;
        case METHODID_PATCH:
          serviceImpl.patch((dev.topgun.v1.PatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.PatchResponse>) responseObserver);
          break;
        case METHODID_REMOVE:
          serviceImpl.remove((dev.topgun.v1.RemoveRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveResponse>) responseObserver);
          break;
        case METHODID_ADD_ELEMENTS:
          serviceImpl.addElements((dev.topgun.v1.AddElementsRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.AddElementsResponse>) responseObserver);
          break;
        case METHODID_REMOVE_ELEMENTS:
          serviceImpl.removeElements((dev.topgun.v1.RemoveElementsRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveElementsResponse>) responseObserver);
          break;
        case METHODID_COUNT:
          serviceImpl.count((dev.topgun.v1.CountRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.CountResponse>) responseObserver);
          break;
        case METHODID_REMOVE_COUNTER:
          serviceImpl.removeCounter((dev.topgun.v1.RemoveCounterRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.RemoveCounterResponse>) responseObserver);
          break;
        case METHODID_BATCH:
          serviceImpl.batch((dev.topgun.v1.BatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.BatchResponse>) responseObserver);
          break;
        case METHODID_QUERY:
          serviceImpl.query((dev.topgun.v1.QueryRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.QueryResponse>) responseObserver);
          break;
        case METHODID_WATCH:
          serviceImpl.watch((dev.topgun.v1.WatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.WatchResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class MapServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    MapServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.topgun.v1.Map.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("MapService");
    }
  }

  private static final class MapServiceFileDescriptorSupplier
      extends MapServiceBaseDescriptorSupplier {
    MapServiceFileDescriptorSupplier() {}
  }

  private static final class MapServiceMethodDescriptorSupplier
      extends MapServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    MapServiceMethodDescriptorSupplier(String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (MapServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new MapServiceFileDescriptorSupplier())
              .addMethod(getGetMethod())
              .addMethod(getPutMethod())
              .addMethod(getPatchMethod())
              .addMethod(getRemoveMethod())
              .addMethod(getAddElementsMethod())
              .addMethod(getRemoveElementsMethod())
              .addMethod(getCountMethod())
              .addMethod(getRemoveCounterMethod())
              .addMethod(getBatchMethod())
              .addMethod(getQueryMethod())
              .addMethod(getWatchMethod())
              .build();
        }
      }
    }
    return result;
  }
}
