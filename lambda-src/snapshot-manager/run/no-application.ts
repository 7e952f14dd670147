/** Key of records that concern no application; AWS allows no application of this name. */
export const NO_APPLICATION = '*';
