package kda.demo;

import java.io.Serializable;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * State that grows with each user on request, to set off the alarm about the size of checkpoints.
 *
 * <p>Without the fault there is no such state: snapshots are what they always were. One that was made with the fault can
 * be restored without it, and its ballast is thrown out then.
 */
final class Ballast implements Serializable {
    static final Ballast NONE = new Ballast(0);

    private static final long serialVersionUID = 1L;
    private static final String STATE = "ballast";

    private final int kilobytesPerUser;
    private transient ListState<byte[]> state;

    Ballast(final int kilobytesPerUser) {
        this.kilobytesPerUser = kilobytesPerUser;
    }

    void initialize(final OperatorStateStore store) throws Exception {
        state = null;
        if (kilobytesPerUser == 0 && !store.getRegisteredStateNames().contains(STATE)) {
            return;
        }
        state = store.getListState(
                new ListStateDescriptor<>(STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        if (kilobytesPerUser == 0) {
            state.clear();
        }
    }

    void onUser() throws Exception {
        if (kilobytesPerUser > 0) {
            state.add(new byte[kilobytesPerUser * 1024]);
        }
    }
}
