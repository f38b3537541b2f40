// The whole of the package: stubs, native values, tokens, reasons and repeats.
#pragma once

#include "topgun/client.h"
#include "topgun/digest.h"
#include "topgun/value.h"
