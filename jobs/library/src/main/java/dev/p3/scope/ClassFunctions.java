package dev.p3.scope;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Finds the serializable functions in the code of a class and of the classes within it. */
final class ClassFunctions {
  private ClassFunctions() {}

  static List<FunctionParts> of(Class<?> type) {
    var functions = new ArrayList<FunctionParts>();
    ClassFile file = ClassFile.of(type);
    ClassLoader loader = type.getClassLoader();
    if (UserFunctions.isFunctionClass(type)
        && !Modifier.isAbstract(type.getModifiers())
        && !type.isInterface()) {
      functions.add(FunctionParts.ofClass(type));
    }
    for (ClassFile.MethodCode method : file.methods().values()) {
      for (ClassFile.LambdaSite site : method.lambdas()) {
        FunctionParts.ofSite(site, loader).ifPresent(functions::add);
      }
    }
    for (String member : file.members()) {
      TypeNames.load(member, loader).ifPresent(each -> functions.addAll(of(each)));
    }
    return functions;
  }
}
