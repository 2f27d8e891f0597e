// What binds this process to the one that started it.
#pragma once

namespace lathe {

/// Lets the system kill this process the moment that its parent's thread that started it ends, whatever it is at then: a
/// process that computes reads no socket, and would compute on for nobody. Where the parent is gone already, it ends now.
/// Linux only; elsewhere nothing happens.
/// @param parent the process id that the parent had when it started this one.
void end_with_parent(int parent);

}  // namespace lathe
